import type {
  CommonInfrastructureOptions,
  GcpSecret,
  Json,
  JsonObject,
  RequestPatch,
  Resources,
} from "prefect-core/provider";
import { InfrastructureOptionError, parseMemoryQuantity } from "prefect-core/provider";
import { infrastructureType } from "./invalid-configuration.ts";
import { parseSecretResource, type SecretSelector } from "./secret-selector.ts";

/** How mature a feature of Cloud Run may be that a job uses. */
export type LaunchStage =
  "ALPHA" | "BETA" | "GA" | "DEPRECATED" | "EARLY_ACCESS" | "PRELAUNCH" | "UNIMPLEMENTED" | "LAUNCH_TAG_UNSPECIFIED";

/** How a flow's Cloud Run job is made. */
export interface CloudRunOptions extends CommonInfrastructureOptions {
  /**
   * `secret.gcp(resource)`: a secret of Secret Manager, which Cloud Run hands to the flow by its service account. Secrets
   * of the submitter cannot be handed to a job without showing them to everybody who may look at it.
   */
  readonly secrets?: Readonly<Record<string, GcpSecret>>;
  /** Where jobs run: `europe-west1`. Default: the work pool's (`us-central1` in Prefect's template), else gcloud's. */
  readonly region?: string;
  /** Default: the runner image. An image of your own needs the runner; see docs/images.md. */
  readonly image?: string;
  /** For Prefect's own workers on the pool: here the whole command is made for each run, and a warning says so. */
  readonly args?: readonly string[];
  /** For people; may hold `{{ ctx.flow.name }}`, `{{ ctx.flow_run.name }}` and their kin. Default: the run's name. */
  readonly name?: string;
  /** Labels of job and execution, beside those that name the run. Made valid. */
  readonly labels?: Readonly<Record<string, string>>;
  /** A reference to a block, `"{{ prefect.blocks.gcp-credentials.NAME }}"`. Default: Application Default Credentials. */
  readonly credentials?: string;
  /** Processors: `"2000m"`, `"4"`. Over `resources.cpu`. Default: `1000m`. */
  readonly cpu?: string;
  /** `"2Gi"`, at least `512Mi`. Over `resources.memory`. Default: `512Mi`. */
  readonly memory?: string;
  /** Processors and memory of the container. GPUs are asked for by `patch`. */
  readonly resources?: Resources;
  /**
   * Seconds after which Cloud Run ends the task, up to 604800 (7 days). Default: what the flow's own limits allow, else
   * the work pool's (600 in Prefect's template).
   */
  readonly timeout?: number;
  /** How often Cloud Run itself starts a failed task anew. Leave it at 0, and use `infrastructureRetries`. Default: 0. */
  readonly maxRetries?: number;
  /** E-mail of the account that the flow runs as. Default: the project's default compute account. */
  readonly serviceAccountName?: string;
  /** Name of a Serverless VPC Access connector. Default: none. */
  readonly vpcConnectorName?: string;
  /** Cloud SQL instances (`project:region:instance`), whose sockets the flow finds below `/cloudsql`. */
  readonly cloudsqlInstances?: readonly string[];
  /** Secrets of Secret Manager by variable; as `secrets`, by Prefect's own name. */
  readonly envFromSecrets?: Readonly<Record<string, SecretSelector>>;
  /** Secret that holds `PREFECT_API_KEY`. */
  readonly prefectApiKeySecret?: SecretSelector;
  /** Secret that holds `PREFECT_API_AUTH_STRING`. */
  readonly prefectApiAuthStringSecret?: SecretSelector;
  /** Default: `BETA`. */
  readonly launchStage?: LaunchStage;
  /** Whether the ended job stays until its run has expired, for a look at it. Default: false. */
  readonly keepJob?: boolean;
  /** The last word on the job, as Cloud Run's REST API takes it: a function, or an RFC 6902 JSON patch. */
  readonly patch?: RequestPatch;
}

const ownOptions: Readonly<Record<Exclude<keyof CloudRunOptions, keyof CommonInfrastructureOptions>, true>> = {
  region: true,
  image: true,
  args: true,
  name: true,
  labels: true,
  credentials: true,
  cpu: true,
  memory: true,
  resources: true,
  timeout: true,
  maxRetries: true,
  serviceAccountName: true,
  vpcConnectorName: true,
  cloudsqlInstances: true,
  envFromSecrets: true,
  prefectApiKeySecret: true,
  prefectApiAuthStringSecret: true,
  launchStage: true,
  keepJob: true,
  patch: true,
};

/** The options of Cloud Run jobs alone. */
export const cloudRunOptionNames: readonly string[] = Object.keys(ownOptions);

/** The options of Cloud Run jobs alone, by the names of the template's variables. Throws `InfrastructureOptionError`. */
export function toCloudRunJobVariables(options: CloudRunOptions): JsonObject {
  const { resources = {} } = options;
  checkSecrets(options);
  checkGpu(resources);
  return withoutUndefined({
    name: options.name,
    labels: options.labels,
    args: options.args,
    region: options.region,
    image: options.image,
    credentials: options.credentials,
    cpu: options.cpu ?? toCpu(resources),
    memory: options.memory ?? toMemory(resources),
    timeout: options.timeout,
    max_retries: options.maxRetries,
    service_account_name: options.serviceAccountName,
    vpc_connector_name: options.vpcConnectorName,
    cloudsql_instances: options.cloudsqlInstances,
    env_from_secrets: options.envFromSecrets as JsonObject | undefined,
    prefect_api_key_secret: options.prefectApiKeySecret as JsonObject | undefined,
    prefect_api_auth_string_secret: options.prefectApiAuthStringSecret as JsonObject | undefined,
    launch_stage: options.launchStage,
    keep_job: options.keepJob,
  });
}

function toCpu({ cpu }: Resources): string | undefined {
  if (cpu === undefined) return undefined;
  if (!(cpu > 0) || !Number.isFinite(cpu)) throw invalid("resources.cpu", `must be more than 0, not ${cpu}`);
  return `${Math.round(cpu * 1000)}m`;
}

function toMemory({ memory }: Resources): string | undefined {
  if (memory === undefined) return undefined;
  const bytes = parseMemoryQuantity(memory);
  if (bytes === null) {
    throw invalid("resources.memory", `must be a quantity such as "16Gi" or "512Mi", not "${memory}"`);
  }
  return `${Math.ceil(bytes / 2 ** 20)}Mi`;
}

function checkGpu({ gpu = 0 }: Resources): void {
  if (gpu === 0) return;
  const hint =
    " Add the limit `nvidia.com/gpu` and `nodeSelector.accelerator` to the task template with `patch`, or use vertexAi().";
  throw invalid("resources.gpu", "is not something that a work pool of Cloud Run has a variable for", hint);
}

function checkSecrets({ secrets = {} }: CloudRunOptions): void {
  for (const [variable, { source, resource }] of Object.entries(secrets)) {
    if (source !== "gcp") {
      const reason = `names a secret of '${String(source)}', which a job cannot be handed unseen`;
      throw invalid(
        `secrets.${variable}`,
        reason,
        " Put it into Secret Manager and name it with secret.gcp(resource).",
      );
    }
    if (parseSecretResource(resource) !== null) continue;
    const rule = "must be the name of a secret of Secret Manager, or projects/PROJECT/secrets/NAME[/versions/VERSION]";
    throw invalid(`secrets.${variable}`, `${rule}, not "${resource}"`);
  }
}

function invalid(option: string, reason: string, hint = ""): InfrastructureOptionError {
  return new InfrastructureOptionError({ infrastructureType, option, reason, hint });
}

function withoutUndefined(values: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

import type { CommonInfrastructureOptions, Json, JsonObject, RequestPatch, Resources } from "prefect-core/provider";
import { InfrastructureOptionError } from "prefect-core/provider";
import { infrastructureType } from "./invalid-configuration.ts";

/** How Vertex AI schedules a custom job. */
export interface VertexAiScheduling {
  /**
   * `"SPOT"`: cheap machines that Google may take back; `"FLEX_START"`: waits for machines that are short, up to
   * `maxWaitDuration`; `"STANDARD"`: neither. Default: Vertex AI's, which is standard.
   */
  readonly strategy?: "STANDARD" | "SPOT" | "FLEX_START";
  /** How long the job may run: `"86400s"`. Over `maximumRunTimeHours`. */
  readonly timeout?: string;
  /** How long the job may wait for machines: `"1800s"`, `"0s"` for ever. With `FLEX_START`. Default: a day. */
  readonly maxWaitDuration?: string;
  /** Only `true`, the default: a run is started once per attempt. `infrastructureRetries` starts it anew. */
  readonly disableRetries?: true;
}

/** How a flow's custom job is made. */
export interface VertexAiOptions extends CommonInfrastructureOptions {
  /** Vertex AI hands no secrets to a job, so that none can be named: let its service account read Secret Manager. */
  readonly secrets?: Readonly<Record<string, never>>;
  /** The region that the job runs in: `"us-central1"`. Default: gcloud's `ai/region`, else `compute/region`. */
  readonly region?: string;
  /**
   * An image in Artifact Registry or Docker Hub. Default: the runner image. An image of your own needs the runner; see
   * docs/images.md.
   */
  readonly image?: string;
  /** A reference to a block, `"{{ prefect.blocks.gcp-credentials.NAME }}"`. Default: the default credentials. */
  readonly credentials?: string;
  /** For people; may hold `{{ ctx.flow.name }}`, `{{ ctx.flow_run.name }}` and their kin. Default: the run's name. */
  readonly name?: string;
  /** Labels of the custom job, beside those that name the run. Made valid. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Default: `"n1-standard-4"`. */
  readonly machineType?: string;
  /** `"NVIDIA_L4"`, `"NVIDIA_H100_80GB"`, ...: must suit the machine. Default: that of a machine that comes with GPUs. */
  readonly acceleratorType?: string;
  /** Accelerators of the machine. Over `resources.gpu`. Default: those of a machine that comes with GPUs, else 1 with `acceleratorType`. */
  readonly acceleratorCount?: number;
  /** `"pd-ssd"` or `"pd-standard"`. Default: `"pd-ssd"`. */
  readonly bootDiskType?: string;
  /** In GB, 100 to 64,000. Default: 100. */
  readonly bootDiskSizeGb?: number;
  /** After so many hours Vertex AI ends the job. Default: 1, as in Prefect. */
  readonly maximumRunTimeHours?: number;
  /** A VPC network that is peered with Vertex AI: `projects/NUMBER/global/networks/NAME`. Default: none. */
  readonly network?: string;
  /** Names of the reserved ranges of the network that the job may use. Default: all. */
  readonly reservedIpRanges?: readonly string[];
  /** Strategy, limits of time, and further fields of Vertex AI's `Scheduling` by their names in the API. Default: none. */
  readonly scheduling?: VertexAiScheduling;
  /** The address of the account that the flow runs as. Default: that of the credentials' key, else Vertex AI's own agent. */
  readonly serviceAccountName?: string;
  /** Whether an interactive shell into the running container is offered. Default: false. */
  readonly enableWebAccess?: boolean;
  /** Whether the dashboard of the running container is offered. Default: false. */
  readonly enableDashboardAccess?: boolean;
  /** Seconds between two looks at a custom job. Default: 5. */
  readonly jobWatchPollInterval?: number;
  /**
   * A Tensorboard that what the flow writes to `AIP_TENSORBOARD_LOG_DIR` is uploaded to:
   * `projects/PROJECT/locations/REGION/tensorboards/ID`. Needs `serviceAccountName` and `baseOutputDirectory`.
   */
  readonly tensorboard?: string;
  /** Where the job's own directories are: `gs://bucket/folder`. Default: none. */
  readonly baseOutputDirectory?: string;
  /** Whether the ended custom job stays in Vertex AI until its run has expired, for a look at it. Default: false. */
  readonly keepCustomJob?: boolean;
  /** `gpu` is the number of accelerators; for CPU and memory choose a `machineType`. */
  readonly resources?: Resources;
  /** The last word on the custom job, as the API writes it in JSON: a function, or an RFC 6902 JSON patch. */
  readonly patch?: RequestPatch;
}

type OwnOption = Exclude<keyof VertexAiOptions, keyof CommonInfrastructureOptions>;

const ownOptions: Readonly<Record<OwnOption, true>> = {
  region: true,
  image: true,
  credentials: true,
  name: true,
  labels: true,
  machineType: true,
  acceleratorType: true,
  acceleratorCount: true,
  bootDiskType: true,
  bootDiskSizeGb: true,
  maximumRunTimeHours: true,
  network: true,
  reservedIpRanges: true,
  scheduling: true,
  serviceAccountName: true,
  enableWebAccess: true,
  enableDashboardAccess: true,
  jobWatchPollInterval: true,
  tensorboard: true,
  baseOutputDirectory: true,
  keepCustomJob: true,
  resources: true,
  patch: true,
};

/** The options of custom jobs alone. */
export const vertexAiOptionNames: readonly string[] = Object.keys(ownOptions);

/** The options of custom jobs alone, by the names of the template's variables. Throws `InfrastructureOptionError`. */
export function toVertexAiJobVariables(options: VertexAiOptions): JsonObject {
  const { resources = {}, secrets = {} } = options;
  const [secret] = Object.keys(secrets);
  if (secret !== undefined) {
    const reason =
      "cannot be had: Vertex AI hands no secrets to a custom job, and its environment is seen by everybody who may look " +
      "at the job. Let the job's service account read Secret Manager, and look the secret up in the flow";
    throw new InfrastructureOptionError({ infrastructureType, option: `secrets.${secret}`, reason });
  }
  return withoutUndefined({
    name: options.name,
    labels: options.labels,
    region: options.region,
    image: options.image,
    credentials: options.credentials,
    machine_type: options.machineType,
    accelerator_type: options.acceleratorType,
    accelerator_count: options.acceleratorCount ?? toAcceleratorCount(resources),
    boot_disk_type: options.bootDiskType,
    boot_disk_size_gb: options.bootDiskSizeGb,
    maximum_run_time_hours: options.maximumRunTimeHours,
    network: options.network,
    reserved_ip_ranges: options.reservedIpRanges,
    scheduling: toScheduling(options.scheduling),
    service_account_name: options.serviceAccountName,
    enable_web_access: options.enableWebAccess,
    enable_dashboard_access: options.enableDashboardAccess,
    job_watch_poll_interval: options.jobWatchPollInterval,
  });
}

/** By the names that Prefect's own worker takes. */
function toScheduling(scheduling: VertexAiScheduling | undefined): JsonObject | undefined {
  if (scheduling === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(scheduling).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value as Json,
    ]),
  );
}

function toAcceleratorCount({ cpu, memory, gpu }: Resources): number | undefined {
  if (cpu !== undefined) throw invalid("cpu", "is that of the machine on Vertex AI: choose a `machineType`");
  if (memory !== undefined) throw invalid("memory", "is that of the machine on Vertex AI: choose a `machineType`");
  if (gpu === undefined || gpu === 0) return undefined;
  if (!Number.isInteger(gpu) || gpu < 0) throw invalid("gpu", `must be a whole number of GPUs, not ${gpu}`);
  return gpu;
}

function invalid(resource: keyof Resources, reason: string): InfrastructureOptionError {
  return new InfrastructureOptionError({ infrastructureType, option: `resources.${resource}`, reason });
}

function withoutUndefined(values: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

import {
  objectAt,
  objectsAt,
  type DecoratorOptions,
  type InfrastructureDecorator,
  type InfrastructureType,
  type StorageCredentialsWay,
} from "prefect-core/provider";
import { defineInfrastructure, resolveRunnerImage } from "prefect-core/provider";
import { type CloudRunConfiguration, parseCloudRunConfiguration } from "./cloud-run-configuration.ts";
import { cloudRunJobTemplate } from "./cloud-run-job-template.ts";
import { cloudRunOptionNames, type CloudRunOptions, toCloudRunJobVariables } from "./cloud-run-options.ts";
import { infrastructureType } from "./invalid-configuration.ts";
import { requireJob, toJob } from "./to-job.ts";

/** Jobs of Google Cloud Run, as Prefect's `cloud-run-v2` work pools have them. */
export const cloudRunInfrastructure: InfrastructureType<CloudRunOptions, CloudRunConfiguration> = {
  specificationVersion: "v1",
  type: infrastructureType,
  displayName: "Google Cloud Run V2",
  description:
    "Execute flow runs within containers on Google Cloud Run (V2 API). Requires a Google Cloud Platform account.",
  baseJobTemplate: cloudRunJobTemplate,
  defaultWorkPool: "cloud-run-v2",
  optionNames: cloudRunOptionNames,
  secretSources: ["gcp"],
  accumulatingVariables: ["labels", "env_from_secrets"],
  toJobVariables: toCloudRunJobVariables,
  parseConfiguration: (rendered, options) =>
    requireJob(parseCloudRunConfiguration(rendered, options), objectAt(rendered, "labels")),
  runnerCommand: () => ({ prefix: ["node", "/opt/prefect/runner.mjs"] }),
  storageCredentialsWays: toCredentialsWays,
  createLauncher: async (configuration) =>
    (await import("./cloud-run-launcher.ts")).createCloudRunLauncher(configuration),
  connectionOf: ({ access, region }) => JSON.stringify([access, region]),
  toResource(request) {
    const { name, body } = toJob(request, resolveRunnerImage(request.configuration.image).image);
    return { name, ...body };
  },
};

/** A secret that the job names, else the API with a key that the job names. What a run alone has would be seen. */
function toCredentialsWays({ secrets, body }: CloudRunConfiguration): readonly StorageCredentialsWay[] {
  const [container = {}] = objectsAt(objectAt(objectAt(body, "template"), "template"), "containers");
  const inTemplate = objectsAt(container, "env").filter(({ valueSource }) => valueSource !== undefined);
  const named = new Set([...Object.keys(secrets), ...inTemplate.map(({ name }) => String(name))]);
  if (named.has("PREFECT__STORAGE_CREDENTIALS")) return ["pool-secret"];
  return named.has("PREFECT_API_KEY") || named.has("PREFECT_API_AUTH_STRING") ? ["api"] : [];
}

/** Binds a flow to a Cloud Run job of its own: `cloudRun({ region: "europe-west1", cpu: "2" })(flow(fn))`. */
export const cloudRun: (options?: DecoratorOptions<CloudRunOptions>) => InfrastructureDecorator<CloudRunOptions> =
  defineInfrastructure(cloudRunInfrastructure);

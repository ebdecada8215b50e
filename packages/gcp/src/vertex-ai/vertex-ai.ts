import type { DecoratorOptions, InfrastructureDecorator, InfrastructureType } from "prefect-core/provider";
import { defineInfrastructure, objectAt, resolveRunnerImage } from "prefect-core/provider";
import { infrastructureType } from "./invalid-configuration.ts";
import { requireCustomJob, toCustomJob } from "./to-custom-job.ts";
import { parseVertexAiConfiguration, type VertexAiConfiguration } from "./vertex-ai-configuration.ts";
import { vertexAiJobTemplate } from "./vertex-ai-job-template.ts";
import { toVertexAiJobVariables, vertexAiOptionNames, type VertexAiOptions } from "./vertex-ai-options.ts";
import { withoutOwnSecrets } from "./withheld-secrets.ts";

/** Custom jobs of Vertex AI, as Prefect's `vertex-ai` work pools have them. */
export const vertexAiInfrastructure: InfrastructureType<VertexAiOptions, VertexAiConfiguration> = {
  specificationVersion: "v1",
  type: infrastructureType,
  displayName: "Google Vertex AI",
  description: "Execute flow runs within containers on Google Vertex AI. Requires a Google Cloud account.",
  baseJobTemplate: vertexAiJobTemplate,
  defaultWorkPool: "vertex-ai",
  // Machines with GPUs take minutes, and quota may have to be waited for.
  defaultStartTimeoutSeconds: 1800,
  optionNames: vertexAiOptionNames,
  accumulatingVariables: ["labels"],
  toJobVariables: toVertexAiJobVariables,
  parseConfiguration: (rendered, options) =>
    requireCustomJob(parseVertexAiConfiguration(rendered, options), objectAt(rendered, "labels")),
  runnerCommand: () => ({ prefix: ["node", "/opt/prefect/runner.mjs"] }),
  // A custom job keeps no secret: the runner finds the identity of the job's service account.
  storageCredentialsWays: () => [],
  createLauncher: async (configuration) =>
    (await import("./vertex-ai-launcher.ts")).createVertexAiLauncher(configuration),
  connectionOf: ({ access, region, pollIntervalSeconds }) => JSON.stringify([access, region, pollIntervalSeconds]),
  toResource(request) {
    const { image } = resolveRunnerImage(request.configuration.image);
    const { key } = request.configuration.access;
    const account = key?.kind === "info" ? key.info["client_email"] : null;
    return toCustomJob(withoutOwnSecrets(request).request, image, typeof account === "string" ? account : null);
  },
};

/** Binds a flow to a custom job of Vertex AI: `vertexAi({ region: "us-central1", machineType: "g2-standard-8" })(flow(fn))`. */
export const vertexAi: (options?: DecoratorOptions<VertexAiOptions>) => InfrastructureDecorator<VertexAiOptions> =
  defineInfrastructure(vertexAiInfrastructure);

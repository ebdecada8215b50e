import { objectAt, objectsAt, toRunObjectName, type JsonObject, type LaunchRequest } from "prefect-core/provider";
import { KEPT_LABEL, patchRequest } from "prefect-core/provider";
import { checkLabelCount, type GoogleLabels, toGoogleLabels } from "../google/google-labels.ts";
import { toTrialRun } from "../google/trial-run.ts";
import { toDuration } from "./duration.ts";
import { infrastructureType, invalidConfiguration } from "./invalid-configuration.ts";
import type { VertexAiConfiguration } from "./vertex-ai-configuration.ts";

type Request = LaunchRequest<VertexAiConfiguration>;

// https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.customJobs
const nameRules = { maximumLength: 128, fallback: "prefect-run" };

/** Pure: what a run is as a custom job, in the API's JSON. Throws `JobConfigurationError` for a patch that does not do. */
export function toCustomJob(request: Request, image: string, serviceAccount: string | null): JsonObject {
  const { jobSpec, patch, timeoutSeconds } = request.configuration;
  const [pool = {}, ...others] = objectsAt(jobSpec, "workerPoolSpecs");
  const { deadlineSeconds = Number.POSITIVE_INFINITY } = request;
  const complete: JsonObject = {
    displayName: toRunObjectName(request.name, request.flowRunId, request.attempt, nameRules),
    jobSpec: {
      ...jobSpec,
      ...(jobSpec["serviceAccount"] === undefined && serviceAccount !== null ? { serviceAccount } : {}),
      workerPoolSpecs: [
        { ...pool, containerSpec: toContainer(request, image, objectAt(pool, "containerSpec")) },
        ...others,
      ],
      scheduling: {
        ...objectAt(jobSpec, "scheduling"),
        timeout: toDuration(Math.ceil(Math.min(timeoutSeconds, deadlineSeconds))),
      },
    },
    labels: toGoogleLabels(request.labels),
  };
  const patched = patch === null ? complete : patchRequest(complete, patch, infrastructureType);
  // By its labels a job is found again, so that no patch takes them away.
  const labels = { ...objectAt(patched, "labels"), ...identityLabels(request) };
  checkLabelCount(labels, invalidConfiguration);
  return { ...patched, labels };
}

/**
 * The configuration, of which a custom job can be made: throws `JobConfigurationError` for labels and patches that do not
 * do before there is a run that they could fail. Pure.
 */
export function requireCustomJob(configuration: VertexAiConfiguration, labels: JsonObject): VertexAiConfiguration {
  toCustomJob({ ...toTrialRun(labels), configuration }, "image", null);
  return configuration;
}

/** By what a job is found again and cleaned up, whatever a patch says. */
function identityLabels({ flowRunId, attempt, labels, expiresAt, configuration }: Request): GoogleLabels {
  return toGoogleLabels({
    ...labels,
    ...attemptLabels({ flowRunId, attempt }),
    "prefect.io/expires-at": expiresAt.toISOString(),
    ...(configuration.isKept ? { [KEPT_LABEL]: "true" } : {}),
  });
}

/** What makes a job that of one attempt of one run. */
export function attemptLabels({
  flowRunId,
  attempt,
}: Pick<Request, "flowRunId" | "attempt">): Readonly<Record<string, string>> {
  return { "prefect.io/flow-run-id": flowRunId, "prefect.io/flow-run-attempt": String(attempt) };
}

/** The command replaces the image's entry point; arguments of a template would be added to it. */
function toContainer({ command, env }: Request, image: string, container: JsonObject): JsonObject {
  const given = objectsAt(container, "env").filter(({ name }) => env[String(name)] === undefined);
  return {
    ...container,
    imageUri: image,
    command,
    args: [],
    env: [...Object.entries(env).map(([name, value]) => ({ name, value })), ...given],
  };
}

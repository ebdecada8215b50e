import { isEmpty, objectAt, objectsAt, withoutEmpty, type JsonObject, type LaunchRequest } from "prefect-core/provider";
import { KEPT_LABEL, patchRequest } from "prefect-core/provider";
import { checkLabelCount, toGoogleLabels } from "../google/google-labels.ts";
import { toTrialRun } from "../google/trial-run.ts";
import type { CloudRunConfiguration } from "./cloud-run-configuration.ts";
import { toJobName } from "./cloud-run-names.ts";
import { infrastructureType, invalidConfiguration } from "./invalid-configuration.ts";
import { toRunEnvironment } from "./run-environment.ts";

/** What is put into Cloud Run for an attempt. */
export interface JobRequest {
  readonly name: string;
  /** As REST writes it. */
  readonly body: JsonObject;
  /** What the caller should know of it. */
  readonly warnings: readonly string[];
}

type Request = LaunchRequest<CloudRunConfiguration>;

const maximumTimeoutSeconds = 604_800;
const cloudSqlVolume = "cloudsql";

/** Pure: what a run is as a job. Throws `JobConfigurationError` for a template or patch that does not do. */
export function toJob(request: Request, image: string): JobRequest {
  const { configuration, flowRunId, attempt } = request;
  const template = objectAt(configuration.body, "template");
  const { container, notice } = toContainer(request, image, template);
  const complete: JsonObject = {
    ...configuration.body,
    labels: { ...objectAt(configuration.body, "labels"), ...toGoogleLabels(request.labels) },
    template: {
      ...template,
      labels: { ...objectAt(template, "labels"), ...toGoogleLabels(request.labels) },
      taskCount: 1,
      parallelism: 1,
      template: toTask(request, objectAt(template, "template"), container),
    },
  };
  const { patch } = configuration;
  const patched = patch === null ? complete : patchRequest(complete, patch, infrastructureType);
  // By its labels a job is found again, so that no patch takes them away.
  const labels = { ...objectAt(patched, "labels"), ...identityLabels(request) };
  checkLabelCount(labels, invalidConfiguration);
  const name = toJobName(request.name, flowRunId, attempt);
  const warnings = [...(notice === null ? [] : [notice]), ...(configuration.hasArgs ? [argsWarning] : [])];
  return { name, body: withoutEmpty({ ...patched, labels }), warnings };
}

const argsWarning = "The variable `args` has no effect: the whole command is made for each run.";

/**
 * The configuration, of which a job can be made: throws `JobConfigurationError` for labels and patches that do not do before
 * there is a run that they could fail. Pure.
 */
export function requireJob(configuration: CloudRunConfiguration, labels: JsonObject): CloudRunConfiguration {
  toJob({ ...toTrialRun(labels), configuration }, "image");
  return configuration;
}

/** By what a job is found again and cleaned up, whatever a patch says. */
function identityLabels({ labels, flowRunId, attempt, expiresAt, configuration }: Request): JsonObject {
  return toGoogleLabels({
    ...labels,
    "prefect.io/flow-run-id": flowRunId,
    "prefect.io/flow-run-attempt": String(attempt),
    "prefect.io/expires-at": expiresAt.toISOString(),
    ...(configuration.isKept ? { [KEPT_LABEL]: "true" } : {}),
  });
}

function toTask(request: Request, task: JsonObject, container: JsonObject): JsonObject {
  const { cloudSqlInstances } = request.configuration;
  const [, ...others] = objectsAt(task, "containers");
  const vpcAccess = withoutEmpty(objectAt(task, "vpcAccess"));
  const volumes = [
    ...objectsAt(task, "volumes"),
    ...(cloudSqlInstances.length === 0
      ? []
      : [{ name: cloudSqlVolume, cloudSqlInstance: { instances: cloudSqlInstances } }]),
  ];
  const { vpcAccess: _vpc, volumes: _volumes, ...rest } = task;
  return withoutEmpty({
    ...rest,
    containers: [container, ...others],
    // Three of them would start a run anew that failed by itself.
    maxRetries: task["maxRetries"] ?? 0,
    timeout: `${timeoutSeconds(request)}s`,
    ...(isEmpty(vpcAccess) ? {} : { vpcAccess }),
    ...(volumes.length === 0 ? {} : { volumes }),
  });
}

/** A chosen limit holds, at most the flow's own; else the flow's own, and the pool's where it has none. */
function timeoutSeconds({ configuration, deadlineSeconds }: Request): number {
  const { timeoutSeconds: ofPool, isTimeoutChosen } = configuration;
  if (deadlineSeconds === undefined) return ofPool;
  const wanted = isTimeoutChosen ? Math.min(ofPool, deadlineSeconds) : deadlineSeconds;
  return Math.max(1, Math.min(Math.ceil(wanted), maximumTimeoutSeconds));
}

function toContainer(
  request: Request,
  image: string,
  template: JsonObject,
): { readonly container: JsonObject; readonly notice: string | null } {
  const { entrypoint, cloudSqlInstances } = request.configuration;
  const [given = {}] = objectsAt(objectAt(template, "template"), "containers");
  const { command: _command, args: _args, env: _env, ...rest } = given;
  const { entries, notice } = toRunEnvironment(request, objectsAt(given, "env"));
  const mounts = [
    ...objectsAt(given, "volumeMounts"),
    ...(cloudSqlInstances.length === 0 ? [] : [{ name: cloudSqlVolume, mountPath: "/cloudsql" }]),
  ];
  const container = withoutEmpty({
    ...rest,
    image,
    ...(entrypoint.length === 0 ? {} : { command: entrypoint }),
    args: request.command,
    env: entries,
    ...(mounts.length === 0 ? {} : { volumeMounts: mounts }),
  });
  return { container, notice };
}

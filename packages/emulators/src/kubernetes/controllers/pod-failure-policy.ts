import type { Job, PodFailureRule } from "../api/job.ts";
import type { Pod } from "../api/pod.ts";

export interface FailureVerdict {
  readonly action: PodFailureRule["action"];
  /** For the job's condition, where the job fails. */
  readonly message: string;
}

/** What the job's own rules say of a pod that failed; it counts where none of them matches. */
export function judgePodFailure(job: Job, pod: Pod): FailureVerdict {
  for (const [index, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const what = matchExitCode(rule, pod) ?? matchCondition(rule, pod);
    if (what === null) continue;
    return { action: rule.action, message: `${what} matching ${rule.action} rule at index ${index}` };
  }
  return { action: "Count", message: "" };
}

function matchExitCode({ onExitCodes }: PodFailureRule, pod: Pod): string | null {
  if (onExitCodes === undefined) return null;
  const { operator, values, containerName } = onExitCodes;
  for (const { name, state } of [
    ...(pod.status.initContainerStatuses ?? []),
    ...(pod.status.containerStatuses ?? []),
  ]) {
    const exitCode = state.terminated?.exitCode ?? 0;
    if (exitCode === 0 || (containerName !== undefined && containerName !== name)) continue;
    if (values.includes(exitCode) === (operator === "In")) {
      return `Container ${name} for pod ${podName(pod)} failed with exit code ${exitCode}`;
    }
  }
  return null;
}

function matchCondition({ onPodConditions = [] }: PodFailureRule, pod: Pod): string | null {
  for (const { type, status = "True" } of onPodConditions) {
    const condition = pod.status.conditions?.find((each) => each.type === type && each.status === status);
    if (condition !== undefined) return `Pod ${podName(pod)} has condition ${type}`;
  }
  return null;
}

function podName({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}

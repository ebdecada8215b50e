import { isConditionTrue } from "../api/api-object.ts";
import type { Job } from "../api/job.ts";
import { isPodFinished, type Pod } from "../api/pod.ts";
import { type FailureVerdict, judgePodFailure } from "./pod-failure-policy.ts";
import { trackingFinalizer } from "./to-job-pod.ts";

/** A job's pods, as its controller sees them. */
export interface PodCount {
  /** Neither finished nor being deleted. */
  readonly active: readonly Pod[];
  readonly ready: number;
  /** Being deleted, and not finished. */
  readonly terminating: number;
  /** Finished or lost, and not yet in the job's numbers. */
  readonly newSucceeded: readonly Pod[];
  readonly newFailed: readonly { readonly pod: Pod; readonly verdict: FailureVerdict }[];
}

export function countPods(job: Job, pods: readonly Pod[]): PodCount {
  const isOpen = (pod: Pod): boolean => pod.metadata.finalizers?.includes(trackingFinalizer) ?? false;
  const unfinished = pods.filter((pod) => !isPodFinished(pod));
  return {
    active: unfinished.filter(({ metadata }) => metadata.deletionTimestamp === undefined),
    ready: unfinished.filter(({ status }) => isConditionTrue(status.conditions, "Ready")).length,
    terminating: unfinished.filter(({ metadata }) => metadata.deletionTimestamp !== undefined).length,
    newSucceeded: pods.filter((pod) => isOpen(pod) && pod.status.phase === "Succeeded"),
    newFailed: pods
      .filter((pod) => isOpen(pod) && isFailed(job, pod))
      .map((pod) => ({ pod, verdict: judgePodFailure(job, pod) })),
  };
}

/** A pod that is being deleted will hardly tell any more how it ended. */
function isFailed(job: Job, { status, metadata }: Pod): boolean {
  if (status.phase === "Failed") return true;
  if (job.spec.podReplacementPolicy === "Failed") return false;
  return metadata.deletionTimestamp !== undefined && status.phase !== "Succeeded";
}

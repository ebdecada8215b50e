import type { InfrastructureExit } from "prefect-core/provider";
import type { Job, Pod } from "./cluster-objects.ts";
import { diagnoseMissingPod, diagnosePod } from "./diagnose-start.ts";
import type { StartDiagnosis } from "./diagnose-start.ts";
import { explainDisruption, explainEnd, sentence } from "./explain-end.ts";
import type { Explanation } from "./explain-end.ts";
import { containerStatus, currentPod, eventsOf, trueCondition } from "./job-view.ts";
import type { JobView } from "./job-view.ts";

/** How far a Job has come. */
export type JobPhase =
  | { readonly kind: "starting"; readonly reason: string; readonly diagnosis: StartDiagnosis | null }
  | { readonly kind: "running"; readonly pod: Pod; readonly startedAt: Date }
  | {
      readonly kind: "ended";
      /** The pod that ran; `null` where there was none, or nothing is left of it. */
      readonly pod: Pod | null;
      readonly exit: InfrastructureExit;
      /**
       * `certain`: so it is. `settling`: more may be known in a moment, such as why a pod was deleted. `replaceable`:
       * the controller may put another pod in its place.
       */
      readonly certainty: "certain" | "settling" | "replaceable";
    };

/** Pure. `container` is the one of the flow; others do not matter. */
export function toJobPhase(view: JobView, container: string): JobPhase {
  const seen = currentPod(view);
  const failure = trueCondition(view.job?.status?.conditions, "Failed", "FailureTarget");
  if (seen !== null) {
    const { pod, isDeleted } = seen;
    const ended = toPodEnd(pod, container);
    if (ended?.exitCode === 0) return end(pod, ended, "certain", container);
    if (failure !== null) {
      // The Job's watch may be ahead of the pod's.
      return end(
        pod,
        explainFailure(failure, ended ?? explainLoss(pod)),
        ended === null && !isDeleted ? "settling" : "certain",
        container,
      );
    }
    if (ended !== null) return end(pod, ended, certaintyOf(view, ended), container);
    if (view.isDeleted) return end(pod, deleted(view), "certain", container);
    if (isDeleted) return end(pod, podDeleted(), mayBeReplaced(view.job) ? "replaceable" : "settling", container);
    const startedAt = containerStatus(pod, container)?.state?.running?.startedAt;
    if (startedAt !== undefined) return { kind: "running", pod, startedAt: new Date(startedAt) };
    return toStarting(pod, view);
  }
  if (failure !== null) return end(null, explainFailure(failure, null), "settling", container);
  if (trueCondition(view.job?.status?.conditions, "Complete", "SuccessCriteriaMet") !== null) {
    return end(
      null,
      { cause: "exited", exitCode: 0, message: "The Job is complete, and its pod is gone." },
      "settling",
      container,
    );
  }
  if (view.isDeleted) return end(null, deleted(view), "certain", container);
  const diagnosis = view.job === null ? null : diagnoseMissingPod(eventsOf(view, "Job", view.job.metadata) ?? []);
  return { kind: "starting", reason: diagnosis?.message ?? "The Job is waiting for its pod.", diagnosis };
}

/** A Job that nobody can ask any more. */
export function lostExit(message: string): InfrastructureExit {
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message };
}

function toPodEnd(pod: Pod, container: string): Explanation | null {
  const hasEnded = containerStatus(pod, container)?.state?.terminated !== undefined;
  const { phase } = pod.status ?? {};
  if (!hasEnded && phase !== "Failed" && phase !== "Succeeded") return explainLostNode(pod);
  const explained = explainEnd(pod, container);
  if (explained !== null) return explained;
  const words = sentence(`The pod ended as ${phase}`, pod.status?.message);
  return {
    cause: phase === "Succeeded" ? "exited" : "start-failed",
    exitCode: phase === "Succeeded" ? 0 : null,
    message: words,
  };
}

/** Long before the cluster gives up a node that does not answer, it says that nothing is known of its pods. */
function explainLostNode(pod: Pod): Explanation | null {
  if (pod.status?.reason !== "NodeLost") return null;
  return explainEnd(pod, "");
}

/** Why a pod that does not end is given up: its node does not answer, or may not run it any more. */
function explainLoss(pod: Pod): Explanation | null {
  const disruption = explainDisruption(pod);
  return disruption === null ? null : { ...disruption, exitCode: null };
}

function explainFailure(
  failure: { readonly reason?: string; readonly message?: string },
  ended: Explanation | null,
): Explanation {
  const { reason = "Failed", message } = failure;
  if (reason === "DeadlineExceeded") {
    return {
      cause: "deadline",
      exitCode: ended?.exitCode ?? null,
      message: sentence("The Job was ended at its deadline", message),
      platformReason: reason,
    };
  }
  if (ended !== null) return ended;
  return {
    cause: "lost",
    exitCode: null,
    message: sentence("The Job failed, and its pod is gone", message),
    platformReason: reason,
  };
}

function deleted({ job }: JobView): Explanation {
  const name = job === null ? "" : ` ${job.metadata.name}`;
  return { cause: "lost", exitCode: null, message: `The Job${name} was deleted.`, platformReason: "Deleted" };
}

function podDeleted(): Explanation {
  return {
    cause: "lost",
    exitCode: null,
    message: "The pod was deleted before its end could be read.",
    platformReason: "PodDeleted",
  };
}

function certaintyOf(view: JobView, ended: Explanation): "certain" | "settling" | "replaceable" {
  if (view.isDeleted) return "certain";
  if (mayBeReplaced(view.job)) return "replaceable";
  // Whoever ended the container by a signal says so a moment later: a deadline, an eviction, a deletion.
  return ended.cause === "signal" ? "settling" : "certain";
}

function mayBeReplaced(job: Job | null): boolean {
  return (job?.spec?.backoffLimit ?? 0) > 0 || job?.spec?.podFailurePolicy !== undefined;
}

function toStarting(pod: Pod, view: JobView): JobPhase {
  const diagnosis = diagnosePod(pod, eventsOf(view, "Pod", pod.metadata));
  if (diagnosis !== null) return { kind: "starting", reason: diagnosis.message, diagnosis };
  const { nodeName } = pod.spec ?? {};
  const place = nodeName === undefined ? "" : ` on node ${nodeName}`;
  const what = nodeName === undefined ? "is being scheduled" : `is being prepared${place}`;
  return { kind: "starting", reason: `The pod ${pod.metadata.name} ${what}.`, diagnosis: null };
}

function end(
  pod: Pod | null,
  explanation: Explanation,
  certainty: "certain" | "settling" | "replaceable",
  container: string,
): JobPhase {
  const finishedAt = pod === null ? undefined : containerStatus(pod, container)?.state?.terminated?.finishedAt;
  const finished = new Date(finishedAt ?? Number.NaN);
  const timestamp = Number.isNaN(finished.getTime()) || finished.getUTCFullYear() < 1971 ? new Date() : finished;
  return { kind: "ended", pod, certainty, exit: { kind: "exited", timestamp, ...explanation } };
}

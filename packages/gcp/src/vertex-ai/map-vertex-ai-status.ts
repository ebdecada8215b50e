import type { ExitCause, InfrastructureExit } from "prefect-core/provider";
import { type CustomJob, jobIdOf } from "./custom-job.ts";
import { explainJobError, sentence } from "./explain-job-error.ts";

/** How far a custom job has come. */
export type JobPhase =
  | { readonly kind: "starting"; readonly reason: string }
  | { readonly kind: "running"; readonly startedAt: Date }
  | { readonly kind: "ended"; readonly startedAt: Date | null; readonly exit: InfrastructureExit };

// https://cloud.google.com/vertex-ai/docs/reference/rest/v1/JobState
const startReasons: Readonly<Record<string, string>> = {
  JOB_STATE_QUEUED: "The job is queued: Vertex AI waits for quota or for machines.",
  JOB_STATE_PENDING: "The job is pending: its machine is being made ready, and its image pulled.",
  JOB_STATE_CANCELLING: "The job is being cancelled before it ran.",
  JOB_STATE_PAUSED: "The job is paused.",
  JOB_STATE_UPDATING: "The job is being updated.",
};

const ends: ReadonlySet<string> = new Set([
  "JOB_STATE_SUCCEEDED",
  "JOB_STATE_FAILED",
  "JOB_STATE_CANCELLED",
  "JOB_STATE_EXPIRED",
  "JOB_STATE_PARTIALLY_SUCCEEDED",
]);

export function hasEnded({ state }: Pick<CustomJob, "state">): boolean {
  return ends.has(state);
}

/** Pure. `now` is for what Vertex AI gives no time of. */
export function toJobPhase(job: CustomJob, now: Date): JobPhase {
  const { state } = job;
  const startedAt = job.startTime === null ? null : new Date(job.startTime);
  if (hasEnded(job)) return { kind: "ended", startedAt, exit: toExit(job, startedAt !== null, now) };
  if (state === "JOB_STATE_RUNNING") return { kind: "running", startedAt: startedAt ?? now };
  if (startedAt !== null && (state === "JOB_STATE_CANCELLING" || state === "JOB_STATE_UPDATING")) {
    return { kind: "running", startedAt };
  }
  return { kind: "starting", reason: startReasons[state] ?? `The job is ${state}.` };
}

function toExit(job: CustomJob, hasRun: boolean, now: Date): InfrastructureExit {
  const timestamp = job.endTime === null ? now : new Date(job.endTime);
  const exit = (cause: ExitCause, message: string, more: Partial<InfrastructureExit> = {}): InfrastructureExit => ({
    kind: "exited",
    timestamp,
    exitCode: null,
    cause,
    message,
    platformReason: job.state,
    ...more,
  });
  const detail = job.error?.message ?? "";
  switch (job.state) {
    case "JOB_STATE_SUCCEEDED":
      return exit("exited", "The container exited with code 0.", { exitCode: 0 });
    case "JOB_STATE_CANCELLED":
      return toCancelledExit(detail, exit);
    case "JOB_STATE_EXPIRED":
      return hasRun
        ? exit("deadline", sentence("The job ran for longer than it may", detail))
        : exit("capacity", sentence("The job was given no machines in the time that it may wait", detail));
    case "JOB_STATE_FAILED": {
      const { cause, message, exitCode, platformReason } = explainJobError(
        job.error ?? { code: 2, message: "" },
        hasRun,
      );
      return exit(cause, message, { exitCode, platformReason, ...hintOf(cause, job) });
    }
    default:
      return exit("exited", `The job ended as ${job.state}, and Vertex AI does not say how.`);
  }
}

/** One that ran for too long is cancelled by Vertex AI itself. */
function toCancelledExit(
  detail: string,
  exit: (cause: ExitCause, message: string) => InfrastructureExit,
): InfrastructureExit {
  if (/time ?out|timed out|exceeded/i.test(detail)) {
    return exit("deadline", sentence("The job ran for longer than it may", detail));
  }
  return exit("stopped", sentence("The job was cancelled", detail));
}

function hintOf(cause: ExitCause, { name }: CustomJob): Partial<InfrastructureExit> {
  if (cause !== "start-failed" && cause !== "node-lost") return {};
  const filter = `resource.type="ml_job" resource.labels.job_id="${jobIdOf(name)}"`;
  return { hint: `Look at the job's log: \`gcloud logging read '${filter}'\`.` };
}

/** A job that is not there any more. */
export function lostExit(name: string): InfrastructureExit {
  const message = `The custom job ${name} is not in Vertex AI any more.`;
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message, platformReason: "NOT_FOUND" };
}

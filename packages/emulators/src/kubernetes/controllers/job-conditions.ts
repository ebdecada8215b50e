import { type Condition, isConditionTrue, toApiTime } from "../api/api-object.ts";
import type { JobStatus } from "../api/job.ts";

/** Why a job ends. */
export interface JobEnd {
  readonly isSuccess: boolean;
  readonly reason: string;
  readonly message: string;
}

export const completionsReached: JobEnd = {
  isSuccess: true,
  reason: "CompletionsReached",
  message: "Reached expected number of succeeded pods",
};
export const backoffLimitExceeded: JobEnd = {
  isSuccess: false,
  reason: "BackoffLimitExceeded",
  message: "Job has reached the specified backoff limit",
};
export const deadlineExceeded: JobEnd = {
  isSuccess: false,
  reason: "DeadlineExceeded",
  message: "Job was active longer than specified deadline",
};

/** How a job is to end, as its status says it before its pods are gone; `null` while it goes on. */
export function findAnnouncedEnd({ conditions = [] }: JobStatus): JobEnd | null {
  const announced = conditions.find(
    ({ type, status }) => status === "True" && (type === "SuccessCriteriaMet" || type === "FailureTarget"),
  );
  if (announced === undefined) return null;
  const { type, reason = "", message = "" } = announced;
  return { isSuccess: type === "SuccessCriteriaMet", reason, message };
}

/** Says how the job will end, once its pods have. */
export function announceEnd(status: JobStatus, end: JobEnd): JobStatus {
  return addCondition(status, end.isSuccess ? "SuccessCriteriaMet" : "FailureTarget", end);
}

export function confirmEnd(status: JobStatus, end: JobEnd): JobStatus {
  const ended = addCondition(status, end.isSuccess ? "Complete" : "Failed", end);
  return end.isSuccess ? { ...ended, completionTime: toApiTime() } : ended;
}

function addCondition(status: JobStatus, type: string, { reason, message }: JobEnd): JobStatus {
  const { conditions = [] } = status;
  if (isConditionTrue(conditions, type)) return status;
  const now = toApiTime();
  const added: Condition = { type, status: "True", lastProbeTime: now, lastTransitionTime: now, reason, message };
  return { ...status, conditions: [...conditions, added] };
}

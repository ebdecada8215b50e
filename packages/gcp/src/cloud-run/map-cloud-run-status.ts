import { constants } from "node:os";
import type { ExitCause, InfrastructureExit } from "prefect-core/provider";
import { diagnose, sentence } from "./explain-condition.ts";
import { type ConditionView, type ExecutionView, type TaskView, toDate } from "./resource-view.ts";

/** How far an execution has come. */
export type ExecutionPhase =
  | { readonly kind: "starting"; readonly reason: string }
  | { readonly kind: "running"; readonly startedAt: Date }
  /** Why it ended, only its tasks tell. */
  | { readonly kind: "ended"; readonly startedAt: Date | null; readonly endedAt: Date };

/** Pure. `now` is for what Cloud Run gives no time of. */
export function toExecutionPhase(execution: ExecutionView, now: Date): ExecutionPhase {
  const startedAt = toDate(execution.startTime);
  const completed = conditionOf(execution, "Completed");
  const endedAt = toDate(execution.completionTime);
  const isFinal = completed?.state === "CONDITION_SUCCEEDED" || completed?.state === "CONDITION_FAILED";
  if (endedAt !== null || isFinal) return { kind: "ended", startedAt, endedAt: endedAt ?? now };
  const hasStarted =
    (execution.runningCount ?? 0) > 0 || conditionOf(execution, "Started")?.state === "CONDITION_SUCCEEDED";
  if (hasStarted) return { kind: "running", startedAt: startedAt ?? now };
  return { kind: "starting", reason: toReason(execution) };
}

export interface EndFacts {
  readonly execution: ExecutionView;
  /** Its only task; `null` where Cloud Run does not tell. */
  readonly task: TaskView | null;
  /** What Cloud Run's own log says of the container. */
  readonly notices: readonly string[];
  readonly now: Date;
}

const signalBase = 128;

/** How an execution ended. Pure. */
export function toExit({ execution, task, notices, now }: EndFacts): InfrastructureExit {
  const completed = conditionOf(execution, "Completed");
  const result = task?.lastAttemptResult ?? null;
  const reason = nameOf(completed?.executionReason) ?? nameOf(completed?.reason);
  const words = result?.status?.message || completed?.message || "";
  const exitCode = exitCodeOf(result, completed);
  const explain = (cause: ExitCause, message: string, platformReason: string | null = reason): InfrastructureExit => ({
    kind: "exited",
    timestamp: toDate(execution.completionTime) ?? now,
    exitCode,
    cause,
    message,
    ...(platformReason === null ? {} : { platformReason }),
  });
  if (completed?.state === "CONDITION_SUCCEEDED")
    return { ...explain("exited", "The container exited with code 0."), exitCode: 0 };
  const isCancelled = reason === "CANCELLED" || reason === "CANCELLING" || (execution.cancelledCount ?? 0) > 0;
  // Without a code nobody knows whether its container ran at all.
  if (isCancelled && exitCode === null) return explain("stopped", "The execution was cancelled.");
  if (isCancelled) return toExitOfCode(explain, exitCode, "The execution was cancelled.");
  if (reason === "DELETED") return explain("lost", "The execution was deleted.");
  const memory = [...notices, words].find((text) => /Memory limit of .* exceeded/i.test(text));
  if (memory !== undefined)
    return explain("out-of-memory", sentence("The container exceeded its memory", memory), "MEMORY_LIMIT_EXCEEDED");
  if (/timeout was reached/i.test(`${words} ${completed?.message ?? ""}`) || result?.status?.code === 4) {
    return explain("deadline", sentence("Cloud Run ended the container", words));
  }
  if (reason !== null && reason !== "NON_ZERO_EXIT_CODE")
    return withDiagnosis(explain, reason, completed?.message ?? words);
  if (result === null && exitCode === null) return withDiagnosis(explain, reason ?? "", completed?.message ?? "");
  return toExitOfCode(explain, exitCode, words);
}

function toExitOfCode(explain: Explain, exitCode: number | null, words: string): InfrastructureExit {
  if (exitCode === 126 || exitCode === 127) {
    const verb = exitCode === 127 ? "found" : "executed";
    return explain("command-not-found", `The command could not be ${verb} in the image.`);
  }
  const signal = Object.entries(constants.signals).find(([, number]) => signalBase + number === exitCode)?.[0];
  if (signal !== undefined) return explain("signal", sentence(`The container was ended by ${signal}`, words));
  if (exitCode === null) return explain("exited", sentence("The container failed", words));
  return explain("exited", `The container exited with code ${exitCode}.`);
}

type Explain = (cause: ExitCause, message: string, platformReason?: string) => InfrastructureExit;

function withDiagnosis(explain: Explain, reason: string, words: string): InfrastructureExit {
  const { cause, message } = diagnose(reason, words);
  return reason === "" ? explain(cause, message) : explain(cause, message, reason);
}

/** As a shell tells it. A code of 0 beside a failure is one that was not set. */
function exitCodeOf(result: TaskView["lastAttemptResult"] | null, completed: ConditionView | null): number | null {
  if (result?.termSignal) return signalBase + result.termSignal;
  if (result?.exitCode) return result.exitCode;
  const told = /exit code:? (\d+)/i.exec(completed?.message ?? "")?.[1];
  return told === undefined ? null : Number(told);
}

function toReason(execution: ExecutionView): string {
  const waiting = (execution.conditions ?? []).find(
    ({ type, state, message }) => type !== "Completed" && state !== "CONDITION_SUCCEEDED" && Boolean(message),
  );
  if (waiting?.message) return waiting.message;
  const completed = conditionOf(execution, "Completed");
  if (nameOf(completed?.executionReason) === "DELAYED_START_PENDING") return "The execution waits for its turn";
  return completed?.message || "The execution is pending";
}

function conditionOf({ conditions }: ExecutionView, type: string): ConditionView | null {
  return conditions?.find((condition) => condition.type === type) ?? null;
}

/** Of an enumeration; its zero says nothing. */
function nameOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" && !value.endsWith("_UNDEFINED") ? value : null;
}

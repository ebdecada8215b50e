import type { InfrastructureEnd, Outcome } from "../contracts/outcome.ts";
import { toInfrastructureError } from "../errors/to-infrastructure-error.ts";
import type { FinishedMessage } from "./engine-session.ts";
import type { Stop } from "./stop.ts";

/** How the flow's process ended, as far as the runner could see. */
export interface EngineEnd {
  readonly finished: FinishedMessage | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last lines that it wrote to standard error. */
  readonly errorTail: string;
  /** The last lines that it printed at all. */
  readonly logTail: readonly string[];
  /** Whether the kernel ended a process of this container for want of memory meanwhile. */
  readonly kernelOutOfMemory: boolean;
  readonly stop: Stop | null;
  /** What the runner itself could not do, or could not accept. */
  readonly failure: Error | null;
  /** Whether the flow's process got as far as to greet the runner. */
  readonly greeted: boolean;
}

/** What an attempt came to; `infrastructure` is set where it was not the flow that ended it. */
export type Verdict = Pick<Outcome, "state" | "infrastructure">;

const heapAbort = /FATAL ERROR: .*(heap out of memory|heap limit|Allocation failed)|JavaScript heap out of memory/;

/** Pure. A state that the flow reported stands, unless its result is unusable or the infrastructure took it away. */
export function classifyEnd(end: EngineEnd): Verdict {
  const verdict = classify(end);
  const { infrastructure } = verdict;
  if (infrastructure === undefined || end.logTail.length === 0) return verdict;
  return toCrash({ ...infrastructure, logTail: end.logTail });
}

function classify(end: EngineEnd): Verdict {
  if (end.failure === null && end.finished !== null) return toFinishedVerdict(end.finished, end.stop);
  if (end.stop?.by === "signal") return toInterruptedVerdict(end.stop.signal);
  if (end.stop?.by === "timeout") return toTimedOutVerdict(end.stop.timeoutSeconds);
  if (isHeapAbort(end)) {
    return crashed("out-of-memory", end.exitCode, "The flow's process ran out of JavaScript heap memory.");
  }
  if (end.signal === "SIGKILL" && end.kernelOutOfMemory) {
    return crashed(
      "out-of-memory",
      null,
      "The kernel ended the flow's process because the container ran out of memory.",
    );
  }
  if (end.failure !== null) return crashed(end.greeted ? "exited" : "start-failed", end.exitCode, end.failure.message);
  if (end.signal !== null) return crashed("signal", null, `The flow's process was ended by ${end.signal}.`);
  return toExitedVerdict(end);
}

const uncaughtHint =
  "Await every promise, and listen to the errors of emitters and timers: one that nobody catches ends its process.";

function toFinishedVerdict({ state, value, exitCode }: FinishedMessage, stop: Stop | null): Verdict {
  const { type, name, message } = state;
  if (type === "CRASHED" && exitCode !== undefined) {
    const end = { cause: "exited", exitCode, message: withFullStop(message ?? name) } as const;
    return toCrash(value === null ? end : { ...end, hint: uncaughtHint });
  }
  if (type === "CANCELLED" && stop?.by === "signal") return toInterruptedVerdict(stop.signal);
  return { state: { type, name, message } };
}

/**
 * A person's Ctrl-C cancels. A termination signal comes from the platform: whoever cancels a run seals its attempt
 * first, so what is left is preemption, eviction and shutdown.
 */
export function toInterruptedVerdict(signal: "SIGTERM" | "SIGINT"): Verdict {
  if (signal === "SIGINT") {
    return { state: { type: "CANCELLED", name: "Cancelled", message: "The runner was interrupted." } };
  }
  return crashed("signal", null, "Execution was aborted by a termination signal.");
}

function toTimedOutVerdict(timeoutSeconds: number): Verdict {
  const message = `Flow run exceeded timeout of ${String(timeoutSeconds)} second(s)`;
  return { state: { type: "FAILED", name: "TimedOut", message } };
}

function toExitedVerdict({ exitCode, greeted }: EngineEnd): Verdict {
  if (exitCode === 0) {
    return crashed(
      "exited",
      0,
      "The flow's process ended with exit code 0 before the flow returned: it may have called process.exit().",
    );
  }
  const words = `The flow's process ended with exit code ${String(exitCode)} before the flow returned.`;
  return crashed(greeted ? "exited" : "start-failed", exitCode, words);
}

function isHeapAbort({ exitCode, signal, errorTail }: EngineEnd): boolean {
  return (signal === "SIGABRT" || exitCode === 134) && heapAbort.test(errorTail);
}

function withFullStop(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** An end that the infrastructure, not the flow, is answerable for. */
export function crashed(cause: InfrastructureEnd["cause"], exitCode: number | null, message: string): Verdict {
  return toCrash({ cause, exitCode, message });
}

function toCrash(infrastructure: InfrastructureEnd): Verdict {
  const { message } = toInfrastructureError(infrastructure, "");
  return { state: { type: "CRASHED", name: "Crashed", message }, infrastructure };
}

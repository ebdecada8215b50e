import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { InfrastructureEnd } from "../contracts/outcome.ts";
import type { AttemptLimits } from "./attempt-limits.ts";
import { cancellationGraceSeconds } from "./cancellation-grace.ts";

/** How long a platform may take, beyond the grace, to confirm that what was to end has ended. */
export const CONFIRMATION_SECONDS = 60;

/** How long the exit of what has ended for sure may take to be seen, with the last output before it. */
export const LAST_OUTPUT_SECONDS = 15;

/** How long a runner that has told its outcome may take to end. */
export const LEAVING_SECONDS = 10;

/** How an attempt ends that is ended from outside. */
export type Verdict =
  { readonly by: "cancellation" } | { readonly by: "infrastructure"; readonly end: InfrastructureEnd };

/**
 * Where an attempt stands for whoever supervises it; `docs/supervision.md` has it as a table. Times are seconds of a
 * clock that never jumps.
 */
export type AttemptPhase =
  /** Launched; `reason` is what the platform last said that it waits for. */
  | { readonly name: "starting"; readonly since: number; readonly reason: string | null }
  /** Its runner has shown itself. */
  | { readonly name: "running"; readonly since: number }
  /** Its runner has told its outcome, which stands, and is about to end. */
  | { readonly name: "leaving"; readonly since: number }
  /** It is being sealed and its infrastructure ended. */
  | {
      readonly name: "ending";
      readonly since: number;
      readonly verdict: Verdict;
      readonly graceSeconds: number;
      readonly isConfirmed: boolean;
    }
  /** Nothing of it runs any more, or nobody can tell. */
  | { readonly name: "ended"; readonly verdict: Verdict | null; readonly exit: InfrastructureExit };

export type AttemptEvent =
  /** The platform says what it waits for. */
  | { readonly kind: "waiting"; readonly reason: string }
  /** The runner said something, or stored something. */
  | { readonly kind: "sign" }
  /** The runner's own outcome stands. */
  | { readonly kind: "told" }
  | { readonly kind: "cancelled" }
  /** The platform confirms that what was to end has ended. */
  | { readonly kind: "confirmed" }
  | { readonly kind: "exited"; readonly exit: InfrastructureExit }
  /** The time that `dueAt` named may have come. */
  | { readonly kind: "time-passed" };

/** The only way from phase to phase. What does not apply in a phase changes nothing. Pure. */
export function transition(phase: AttemptPhase, event: AttemptEvent, now: number, limits: AttemptLimits): AttemptPhase {
  if (phase.name === "ended") return phase;
  switch (event.kind) {
    case "waiting":
      return phase.name === "starting" ? { ...phase, reason: event.reason } : phase;
    case "sign":
      return phase.name === "starting" ? { name: "running", since: now } : phase;
    case "told":
      return phase.name === "ending" ? phase : { name: "leaving", since: now };
    case "cancelled":
      if (phase.name === "ending" || phase.name === "leaving") return phase;
      return toEnding({ by: "cancellation" }, cancellationGraceSeconds, now);
    case "confirmed":
      return phase.name === "ending" ? { ...phase, isConfirmed: true, since: now } : phase;
    case "exited":
      return { name: "ended", verdict: phase.name === "ending" ? phase.verdict : null, exit: event.exit };
    case "time-passed":
      return now < (dueAt(phase, limits) ?? Infinity) ? phase : afterDue(phase, now, limits);
  }
}

/** When a phase is over at the latest; `null`: it may last. Pure. */
export function dueAt(phase: AttemptPhase, { startTimeoutSeconds, deadlineSeconds }: AttemptLimits): number | null {
  switch (phase.name) {
    case "starting":
      return phase.since + startTimeoutSeconds;
    case "running":
      return deadlineSeconds === null ? null : phase.since + deadlineSeconds;
    case "leaving":
      return phase.since + LEAVING_SECONDS;
    case "ending":
      return phase.since + (phase.isConfirmed ? LAST_OUTPUT_SECONDS : phase.graceSeconds + CONFIRMATION_SECONDS);
    case "ended":
      return null;
  }
}

function afterDue(
  phase: Exclude<AttemptPhase, { name: "ended" }>,
  now: number,
  { startTimeoutSeconds, deadlineSeconds }: AttemptLimits,
): AttemptPhase {
  switch (phase.name) {
    case "starting": {
      const said = phase.reason === null ? "the platform did not say why" : `the platform last said: ${phase.reason}`;
      const message = `Nothing was heard of the flow run's runner within ${startTimeoutSeconds} s of its launch; ${said}`;
      return endedBy("start-timeout", message, now);
    }
    case "running": {
      const limit = `${deadlineSeconds} s after it had started, longer than its flow's own limits allow in all`;
      return endedBy("deadline", `The flow run was still going on ${limit}.`, now);
    }
    case "leaving":
      return { name: "ended", verdict: null, exit: endedExit() };
    case "ending":
      return { name: "ended", verdict: phase.verdict, exit: phase.isConfirmed ? endedExit() : unconfirmedExit(phase) };
  }
}

function endedBy(cause: "start-timeout" | "deadline", words: string, now: number): AttemptPhase {
  const message = words.endsWith(".") ? words : `${words}.`;
  // Nothing is known to run that could make use of a grace, or it has had all the time that it was given.
  return toEnding({ by: "infrastructure", end: { cause, exitCode: null, message } }, 0, now);
}

function toEnding(verdict: Verdict, graceSeconds: number, since: number): AttemptPhase {
  return { name: "ending", since, verdict, graceSeconds, isConfirmed: false };
}

function endedExit(): InfrastructureExit {
  const message = "It was ended by its supervisor.";
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "stopped", message };
}

function unconfirmedExit({ graceSeconds }: { readonly graceSeconds: number }): InfrastructureExit {
  const seconds = graceSeconds + CONFIRMATION_SECONDS;
  const message = `The platform did not confirm within ${seconds} s that it has ended: a part of it may be left.`;
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message };
}

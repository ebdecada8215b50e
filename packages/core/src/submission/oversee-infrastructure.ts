import pRetry from "p-retry";
import { hasExecution } from "../bundle/list-executions.ts";
import { readOutcome } from "../bundle/outcome-store.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { LineTail } from "../engine/line-tail.ts";
import { dueAt, transition, type AttemptEvent, type AttemptPhase } from "./attempt-phase.ts";
import { sealVerdict } from "./conclude-attempt.ts";
import { followInfrastructure } from "./follow-infrastructure.ts";
import type { ReceivedParcel } from "./forward-output.ts";
import { keepParcel } from "./keep-leftovers.ts";
import { warn, writeProgress } from "./run-console.ts";
import type { RunningAttempt } from "./supervised-run.ts";
import { withinSeconds } from "./within-seconds.ts";

/** How long storage may take to tell whether a runner has left a sign there. */
const LOOK_SECONDS = 2;

/** The longest delay that a timer of Node takes; a longer one would fire at once. */
const LONGEST_DELAY_MILLISECONDS = 2_147_483_647;

type Ended = Extract<AttemptPhase, { name: "ended" }>;
type Ending = Extract<AttemptPhase, { name: "ending" }>;

export interface OversightSignals {
  /** Aborts once the run is to be cancelled. */
  readonly cancelled: AbortSignal;
  /** Aborts once this process shall look after the run no more. */
  readonly detached: AbortSignal;
}

/**
 * Takes an attempt through its phases until nothing of it runs any more: watches its infrastructure, keeps its limits,
 * and ends it where it has to be. Rejects where the run is detached, or only another machine can tell.
 */
export async function overseeInfrastructure(
  running: RunningAttempt,
  tail: LineTail,
  { cancelled, detached }: OversightSignals,
  onOutcome: (outcome: Outcome) => void,
): Promise<Ended> {
  const { run, limits } = running;
  const place = { storage: running.storage, flowRunId: run.id, attempt: running.attempt };
  const over = new AbortController();
  const { promise: ended, resolve, reject } = Promise.withResolvers<Ended>();
  let phase = initialPhase(running);
  let timer: NodeJS.Timeout | undefined;

  function dispatch(event: AttemptEvent): void {
    const before = phase;
    phase = transition(phase, event, now(), limits);
    if (phase.name === "ending" && before.name !== "ending") void end(phase);
    if (phase.name === "ended") resolve(phase);
    arm();
  }

  function arm(): void {
    clearTimeout(timer);
    const due = over.signal.aborted ? null : dueAt(phase, limits);
    if (due === null) return;
    const milliseconds = Math.max(0, (due - now()) * 1000);
    timer = setTimeout(() => void onDue(), Math.min(milliseconds, LONGEST_DELAY_MILLISECONDS));
  }

  /** A runner whose output nobody can follow shows itself by what it has stored; where storage hangs, by nothing. */
  async function onDue(): Promise<void> {
    if (phase.name === "starting") await withinSeconds(LOOK_SECONDS, lookForSign());
    dispatch({ kind: "time-passed" });
  }

  async function lookForSign(): Promise<void> {
    if (await hasExecution(running.storage, run.id, running.attempt)) dispatch({ kind: "sign" });
  }

  /** The attempt is sealed first, so that whatever its runner makes of being ended, it is what was decided here. */
  async function end({ verdict, graceSeconds }: Ending): Promise<void> {
    await sealVerdict(place, verdict, tail.lines())
      // What cannot be sealed is ended all the same; the verdict is written once it can be.
      .catch((error) => warn(run.name, error));
    const { launcher, reference } = running;
    if (reference === null) return dispatch({ kind: "confirmed" });
    let isTold = false;
    await pRetry(() => launcher.kill(reference, { graceSeconds }), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 500,
      maxTimeout: 10_000,
      randomize: true,
      signal: over.signal,
      onFailedAttempt: ({ error }) => {
        if (!isTold) warn(run.name, error);
        isTold = true;
      },
    }).then(
      () => dispatch({ kind: "confirmed" }),
      () => undefined,
    );
  }

  /**
   * Nothing that happens to the infrastructure after the runner has told its outcome changes how the run ended. What
   * the infrastructure did is told by its end, which knows more of it; what cannot be kept now is collected then.
   */
  async function onParcel({ objects, forwarded }: ReceivedParcel): Promise<void> {
    const keeping = keepParcel(place, objects).catch(() => false);
    const [isStanding] = await Promise.all([keeping, forwarded]);
    const outcome = isStanding ? await readOutcome(running.storage, run.id, running.attempt).catch(() => null) : null;
    if (outcome === null || outcome.infrastructure !== undefined || phase.name === "ended") return;
    dispatch({ kind: "told" });
    onOutcome(outcome);
  }

  const onCancel = (): void => dispatch({ kind: "cancelled" });
  const signal = AbortSignal.any([detached, over.signal]);
  try {
    followInfrastructure(running, tail, signal, {
      onWaiting(reason) {
        if (phase.name === "starting" && phase.reason !== reason) writeProgress(run.name, reason);
        dispatch({ kind: "waiting", reason });
      },
      onSign: () => dispatch({ kind: "sign" }),
      onParcel: (parcel) => void onParcel(parcel),
    }).then((exit) => dispatch({ kind: "exited", exit }), reject);
    arm();
    if (cancelled.aborted) onCancel();
    else cancelled.addEventListener("abort", onCancel, { once: true });
    return await ended;
  } finally {
    cancelled.removeEventListener("abort", onCancel);
    over.abort();
    clearTimeout(timer);
  }
}

/** Where an attempt stands that somebody launched, here or elsewhere, a while ago. */
function initialPhase({ launchedAt, runningSince }: RunningAttempt): AttemptPhase {
  if (runningSince !== null) return { name: "running", since: now() - secondsSince(runningSince) };
  return { name: "starting", since: now() - secondsSince(launchedAt), reason: null };
}

/** A clock that was set back since then tells a time to come. */
function secondsSince(time: Date): number {
  return Math.max(0, (Date.now() - time.getTime()) / 1000);
}

function now(): number {
  return performance.now() / 1000;
}

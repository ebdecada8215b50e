import { setTimeout as delay } from "node:timers/promises";
import pRetry from "p-retry";
import { readOutcome } from "../bundle/outcome-store.ts";
import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import { watchCancellation } from "../engine/host/watch-cancellation.ts";
import { callRunnerlessHooks } from "./call-runnerless-hooks.ts";
import { collectRun } from "./collect-run.ts";
import { cancellationGraceSeconds } from "./cancellation-grace.ts";
import { concludeAttempt, sealCancelled } from "./conclude-attempt.ts";
import { createLineTail } from "../engine/line-tail.ts";
import { followInfrastructure, type ReceivedParcel } from "./follow-infrastructure.ts";
import { keepParcel } from "./keep-leftovers.ts";
import { reportOutcome, toTerminalState } from "./report-outcome.ts";
import { warn } from "./run-console.ts";
import type { RunLease } from "./run-lease.ts";
import type { RunningAttempt, SupervisedRun } from "./supervised-run.ts";
import { windDown } from "./winding-down.ts";

const LOG_TAIL_LINES = 20;
const COLLECT_RETRIES = 3;
/** How long a runner that has told its outcome may take to end. */
const RUNNER_END_MILLISECONDS = 10_000;

/** Looks after an attempt until its outcome stands in storage and in the control plane. */
export function superviseRun(running: RunningAttempt, lease: RunLease): SupervisedRun {
  const { client, run, attempt, storage, launcher, reference } = running;
  const detached = new AbortController();
  let stopping: Promise<void> | null = null;
  let tidied: Promise<void> | null = null;

  /** The attempt is sealed first, so that whatever its runner makes of the signal, the run is cancelled. */
  async function stop(): Promise<void> {
    await sealCancelled(storage, run.id, attempt);
    if (reference !== null) await launcher.kill(reference, { graceSeconds: cancellationGraceSeconds });
  }

  function cancel(): Promise<void> {
    stopping ??= stop().catch((error: unknown) => {
      // What failed once, such as storage for a moment, can be tried again.
      stopping = null;
      throw error;
    });
    return stopping;
  }

  async function supervise(): Promise<Outcome> {
    const tail = createLineTail(LOG_TAIL_LINES);
    const cancellation = watchCancellation(client, run.id, () => run.name);
    cancellation.signal.addEventListener("abort", () => void cancel().catch((error) => warn(run.name, error)));
    try {
      const { promise: parcel, resolve: onParcel } = Promise.withResolvers<ReceivedParcel>();
      const exited = followInfrastructure(running, tail, detached.signal, onParcel);
      const early = await concludeEarly(running, await Promise.race([parcel, exited]));
      if (early !== null) {
        tidied = windDown(tidyUp(running, exited));
        return early;
      }
      const exit = await exited;
      if (exit.cause === "lost") await endLost(running);
      await collect(running);
      const outcome = await concludeAttempt({ storage, flowRunId: run.id, attempt }, exit, tail.lines());
      await settle(running, outcome, exit);
      return outcome;
    } finally {
      cancellation.end();
      await lease.release();
    }
  }

  const ended = supervise();
  // Whoever waits for the end is told; a run that nobody waits for must not end this process.
  ended.catch(() => undefined);

  return {
    ...running,
    ended,
    async cancel() {
      await client.setFlowRunState(run.id, { type: "CANCELLING" });
      await cancel();
      await ended;
      await tidied;
    },
    detach: () => detached.abort(),
  };
}

/**
 * A runner's own outcome, as soon as it has sent it: nothing that happens to its infrastructure from then on changes how
 * the run ended. `null` where it sent none, or where the attempt was sealed before.
 */
async function concludeEarly(
  { client, run, attempt, storage }: RunningAttempt,
  received: ReceivedParcel | InfrastructureExit,
): Promise<Outcome | null> {
  if (!("objects" in received)) return null;
  const { objects, forwarded } = received;
  // What cannot be kept now is collected after the end.
  const keeping = keepParcel({ storage, flowRunId: run.id, attempt }, objects).catch(() => false);
  const [isStanding] = await Promise.all([keeping, forwarded]);
  const outcome = isStanding ? await readOutcome(storage, run.id, attempt).catch(() => null) : null;
  if (outcome === null) return null;
  const state = toTerminalState(outcome.state, outcome.value);
  await reportOutcome(client, run.id, state).catch((error) => warn(run.name, error));
  return outcome;
}

/** Removes the infrastructure of an attempt that has ended, once it has ended by itself or after a bounded time. */
async function tidyUp({ run, launcher, reference }: RunningAttempt, exited: Promise<unknown>): Promise<void> {
  const enough = new AbortController();
  const settled = exited.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([settled, delay(RUNNER_END_MILLISECONDS, undefined, { signal: enough.signal })]);
  enough.abort();
  if (reference !== null) await launcher.cleanup(reference).catch((error) => warn(run.name, error));
}

/** What was lost from sight may go on all the same; nobody would end it once the run is said to have crashed. */
async function endLost({ run, launcher, reference }: RunningAttempt): Promise<void> {
  if (reference === null) return;
  await launcher.kill(reference, { graceSeconds: 0 }).catch((error) => warn(run.name, error));
}

/** An outcome that cannot be collected is none: the attempt is concluded by how its infrastructure ended. */
async function collect({
  run,
  attempt,
  storage,
  launcher,
  reference,
  deliveryDirectory,
}: RunningAttempt): Promise<void> {
  if (reference === null || deliveryDirectory === null) return;
  const collection = { launcher, reference, deliveryDirectory, storage, flowRunId: run.id, attempt };
  await pRetry(() => collectRun(collection), { retries: COLLECT_RETRIES, minTimeout: 100, randomize: true }).catch(
    (error) => warn(run.name, error),
  );
}

/** What follows an outcome. None of it can change how the run ended, so that what fails is told and left. */
async function settle(running: RunningAttempt, outcome: Outcome, exit: InfrastructureExit): Promise<void> {
  const { client, run, launcher, reference } = running;
  const tell = (error: unknown): void => warn(run.name, error);
  await reportOutcome(client, run.id, toTerminalState(outcome.state, outcome.value)).catch(tell);
  await callRunnerlessHooks(running, outcome, exit).catch(tell);
  if (reference !== null) await launcher.cleanup(reference).catch(tell);
}

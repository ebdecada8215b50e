import pRetry from "p-retry";
import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import { watchCancellation } from "../engine/host/watch-cancellation.ts";
import { callRunnerlessHooks } from "./call-runnerless-hooks.ts";
import { collectRun } from "./collect-run.ts";
import { cancellationGraceSeconds } from "./cancellation-grace.ts";
import { concludeAttempt, sealCancelled } from "./conclude-attempt.ts";
import { followInfrastructure } from "./follow-infrastructure.ts";
import { createLineTail } from "../engine/line-tail.ts";
import { reportOutcome, toTerminalState } from "./report-outcome.ts";
import { warn } from "./run-console.ts";
import type { RunLease } from "./run-lease.ts";
import type { RunningAttempt, SupervisedRun } from "./supervised-run.ts";

const LOG_TAIL_LINES = 20;
const COLLECT_RETRIES = 3;

/** Looks after an attempt until its outcome stands in storage and in the control plane. */
export function superviseRun(running: RunningAttempt, lease: RunLease): SupervisedRun {
  const { client, run, attempt, storage, launcher, reference } = running;
  const detached = new AbortController();
  let stopping: Promise<void> | null = null;

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
      const exit = await followInfrastructure(running, tail, detached.signal);
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
    },
    detach: () => detached.abort(),
  };
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

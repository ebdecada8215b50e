import type { Outcome } from "../contracts/outcome.ts";
import { watchCancellation } from "../engine/host/watch-cancellation.ts";
import { callRunnerlessHooks } from "./call-runnerless-hooks.ts";
import { concludeAttempt } from "./conclude-attempt.ts";
import { followInfrastructure } from "./follow-infrastructure.ts";
import { createLogTail } from "./log-tail.ts";
import { reportOutcome, toTerminalState } from "./report-outcome.ts";
import { warn } from "./run-console.ts";
import type { RunLease } from "./run-lease.ts";
import type { EndedRun, RunningAttempt, SupervisedRun } from "./supervised-run.ts";

const LOG_TAIL_LINES = 20;
const CANCELLATION_GRACE_SECONDS = 30;

/** Looks after an attempt until its outcome stands in storage and in the control plane. */
export function superviseRun(running: RunningAttempt, lease: RunLease): SupervisedRun {
  const { client, run, launcher, reference } = running;
  const detached = new AbortController();
  let killing: Promise<void> | null = null;

  function kill(): Promise<void> {
    if (reference === null) return Promise.resolve();
    killing ??= launcher.kill(reference, { graceSeconds: CANCELLATION_GRACE_SECONDS });
    return killing;
  }

  async function supervise(): Promise<EndedRun> {
    const tail = createLogTail(LOG_TAIL_LINES);
    const cancellation = watchCancellation(client, run.id, () => run.name);
    cancellation.signal.addEventListener("abort", () => void kill().catch((error) => warn(run.name, error)));
    try {
      const exit = await followInfrastructure(running, tail, detached.signal);
      const outcome = await concludeAttempt({ ...running, flowRunId: run.id, cancelling: killing !== null }, exit);
      await settle(running, outcome);
      return { outcome, logTail: tail.lines() };
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
      await kill();
      await ended;
    },
    detach: () => detached.abort(),
  };
}

/** What follows an outcome. None of it can change how the run ended, so that what fails is told and left. */
async function settle(running: RunningAttempt, outcome: Outcome): Promise<void> {
  const { client, run, launcher, reference } = running;
  const tell = (error: unknown): void => warn(run.name, error);
  await reportOutcome(client, run.id, toTerminalState(outcome.state, outcome.value)).catch(tell);
  await callRunnerlessHooks(running, outcome).catch(tell);
  if (reference !== null) await launcher.cleanup(reference).catch(tell);
}

import type { Outcome } from "../contracts/outcome.ts";
import type { StateProposal } from "../contracts/state.ts";
import { watchCancellation } from "../engine/host/watch-cancellation.ts";
import { InfrastructureUnreachableError } from "../errors/infrastructure-unreachable-error.ts";
import { callRunnerlessHooks } from "./call-runnerless-hooks.ts";
import type { OversightSignals } from "./oversee-infrastructure.ts";
import { holdInterruption } from "./interruption.ts";
import { reportOutcome, toTerminalState } from "./report-outcome.ts";
import { warn } from "./run-console.ts";
import type { RunLease } from "./run-lease.ts";
import { superviseAttempt, type EndedAttempt } from "./supervise-attempt.ts";
import type { RunningAttempt, SupervisedRun } from "./supervised-run.ts";
import { windDown } from "./winding-down.ts";
import { withinSeconds } from "./within-seconds.ts";
import { messageOf } from "../errors/thrown.ts";

/** How long the control plane may take to be told how a run ended, before its caller is given the result all the same. */
const REPORT_SECONDS = 10;

/**
 * Starts the next attempt after one that ended; `null`: there is none. An outcome: the next one was made and could not
 * be started.
 */
export type NextAttempt = (ended: EndedAttempt, signals: OversightSignals) => Promise<RunningAttempt | Outcome | null>;

export interface SupervisionOptions {
  /** Default: none follows. */
  readonly next?: NextAttempt;
  /** Whether the run is to be cancelled already. */
  readonly isCancelled?: boolean;
}

/** Looks after a run until its outcome stands in storage and in the control plane. */
export function superviseRun(
  first: RunningAttempt,
  lease: RunLease,
  { next: nextAttempt = async () => null, isCancelled = false }: SupervisionOptions = {},
): SupervisedRun {
  const { client, run, storage } = first;
  const detached = new AbortController();
  const cancelled = new AbortController();
  if (isCancelled) cancelled.abort();
  let current = first;
  let { promise: changed, resolve: change } = Promise.withResolvers<void>();
  let leaving: Promise<void> | null = null;

  async function supervise(): Promise<Outcome> {
    const watch = watchCancellation(client, run.id, () => run.name);
    watch.signal.addEventListener("abort", () => cancelled.abort(), { once: true });
    const signals = { cancelled: cancelled.signal, detached: detached.signal };
    try {
      for (;;) {
        const ended = await superviseAttempt(current, signals);
        const next = await nextAttempt(ended, signals);
        if (next === null) {
          await settle(current, ended);
          if (ended.exit === null) leaving = windDown(ended.cleanUp());
          return ended.outcome;
        }
        // The next attempt needs its supervisor now, however long the removal of this one takes.
        leaving = windDown(ended.cleanUp());
        if ("state" in next) return next;
        current = next;
        change();
        ({ promise: changed, resolve: change } = Promise.withResolvers<void>());
      }
    } catch (error) {
      if (!detached.signal.aborted && !InfrastructureUnreachableError.isInstance(error)) await tellUnreadable(error);
      throw error;
    } finally {
      watch.end();
      await lease.release();
    }
  }

  /** Nobody can say how the run ended while its storage cannot be read; that it has ended is told all the same. */
  async function tellUnreadable(error: unknown): Promise<void> {
    const reason = messageOf(error);
    const message = `How the flow run ended could not be read from ${storage.describe()}: ${reason}`;
    await report(current, { type: "CRASHED", name: "Crashed", message });
  }

  const ended = supervise();
  const release = holdInterruption();
  ended.then(release, release);
  // Whoever waits for the end is told; a run that nobody waits for must not end this process.
  ended.catch(() => undefined);

  return {
    client,
    run,
    storage,
    current: () => current,
    async following(attempt) {
      const over = ended.then(
        () => undefined,
        () => undefined,
      );
      if (current.attempt === attempt) await Promise.race([changed, over]);
      return current.attempt === attempt ? null : current;
    },
    ended,
    async cancel() {
      // What asks for it here is heard here, whether the control plane hears of it or not.
      const asked = client.setFlowRunState(run.id, { type: "CANCELLING" }).catch((error) => warn(run.name, error));
      await withinSeconds(REPORT_SECONDS, asked);
      cancelled.abort();
      await ended;
      await leaving;
    },
    detach: () => detached.abort(),
  };
}

/** What follows an outcome. None of it can change how the run ended, so that what fails is told and left. */
async function settle(running: RunningAttempt, ended: EndedAttempt): Promise<void> {
  const { outcome, exit } = ended;
  await report(running, toTerminalState(outcome.state, outcome.value));
  if (exit === null) return;
  await callRunnerlessHooks(running, outcome, exit).catch((error) => warn(running.run.name, error));
  await ended.cleanUp();
}

async function report({ client, run }: RunningAttempt, state: StateProposal): Promise<void> {
  const reporting = reportOutcome(client, run.id, state).catch((error) => warn(run.name, error));
  if (await withinSeconds(REPORT_SECONDS, reporting)) return;
  warn(run.name, `The control plane (${client.describe()}) was not told in time that the run is ${state.name}.`);
}

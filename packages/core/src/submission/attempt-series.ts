import { setTimeout as delay } from "node:timers/promises";
import pRetry from "p-retry";
import { writeManifest } from "../bundle/manifest-store.ts";
import { readOutcome } from "../bundle/outcome-store.ts";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { ExitCause } from "../contracts/launcher.ts";
import type { InfrastructureEnd, Outcome } from "../contracts/outcome.ts";
import { FlowRunCancelledError } from "../errors/flow-run-cancelled-error.ts";
import { InfrastructureError } from "../errors/infrastructure-error.ts";
import { toInfrastructureRetries } from "../infrastructure/infrastructure-retries.ts";
import { sealVerdict } from "./conclude-attempt.ts";
import { failRun } from "./fail-run.ts";
import { launchRun, type Launch } from "./launch-run.ts";
import type { LaunchableJob } from "./launchable-job.ts";
import { causeOf, isRetried, toRetryingState } from "./next-attempt.ts";
import { say } from "./run-console.ts";
import type { RunLease } from "./run-lease.ts";
import type { OversightSignals } from "./oversee-infrastructure.ts";
import type { EndedAttempt } from "./supervise-attempt.ts";
import type { NextAttempt } from "./supervise-run.ts";
import type { RunningAttempt } from "./supervised-run.ts";

const WRITE_RETRIES = 4;

/** The attempts of one run, as this process starts them. */
export interface AttemptSeries {
  /** The attempt that was started last. */
  readonly attempt: number;
  /** Launches; where the platform refuses for a cause that is retried, again. Throws what the last launch threw. */
  launch(signal: AbortSignal | undefined): Promise<RunningAttempt>;
  /** What follows an attempt that has ended; `null` where none ever does, so that what prepared the run can be let go. */
  readonly next: NextAttempt | null;
}

/** Only the process that launched a run starts further attempts: whoever takes it over has neither its secrets nor its patch. */
export function createAttemptSeries(
  prepared: LaunchableJob,
  first: Launch,
  manifest: BundleManifest,
  lease: RunLease,
): AttemptSeries {
  const { client, binding, bundleStorage } = prepared;
  const { storage } = bundleStorage;
  const { run } = first;
  const policy = toInfrastructureRetries(binding.options.infrastructureRetries);
  let attempt = first.attempt;

  const isFollowed = (cause: ExitCause | null): cause is ExitCause => isRetried(policy, attempt - first.attempt, cause);

  async function launch(signal: AbortSignal | undefined): Promise<RunningAttempt> {
    for (;;) {
      try {
        return await launchRun(prepared, { ...first, attempt }, { ...manifest, attempt });
      } catch (error) {
        if (signal?.aborted === true || !InfrastructureError.isInstance(error)) throw error;
        const end = error.toEnd();
        if (!isFollowed(end.cause)) throw error;
        const place = { storage, flowRunId: run.id, attempt };
        const standing = await sealVerdict(place, { by: "infrastructure", end }, []);
        // What was launched all the same has run to its own end.
        if (standing.executionId !== null) throw error;
        await beginNext(end, signal);
      }
    }
  }

  /** The attempt before is sealed by now. The next one exists from here on, so that it can be cancelled and seen. */
  async function beginNext({ cause, message }: InfrastructureEnd, signal: AbortSignal | undefined): Promise<void> {
    const state = toRetryingState(policy, { attempt, made: attempt - first.attempt, cause, message });
    attempt += 1;
    await pRetry(() => writeManifest(storage, { ...manifest, attempt }), { retries: WRITE_RETRIES, minTimeout: 100 });
    await throwIfCancelled();
    await client.setFlowRunState(run.id, state, { force: true });
    say(run.name, state.message ?? "");
    await delay(policy.delaySeconds * 1000, undefined, signal === undefined ? {} : { signal });
    await throwIfCancelled();
  }

  /** A forced state would hide that somebody asked for the run to be cancelled. */
  async function throwIfCancelled(): Promise<void> {
    const { state_type, state_name } = await client.readFlowRun(run.id);
    if (state_type !== "CANCELLING" && state_type !== "CANCELLED") return;
    throw new FlowRunCancelledError({ flowRunName: run.name, reason: `its state is ${state_name ?? state_type}` });
  }

  async function next(
    { outcome }: EndedAttempt,
    { cancelled, detached }: OversightSignals,
  ): Promise<RunningAttempt | Outcome | null> {
    const cause = causeOf(outcome);
    if (cancelled.aborted || outcome.infrastructure === undefined || !isFollowed(cause)) return null;
    const before = attempt;
    const signal = AbortSignal.any([cancelled, detached]);
    try {
      // Whoever took the run over meanwhile has ended it.
      if (!(await lease.isHeld())) return null;
      await beginNext(outcome.infrastructure, signal);
      return await launch(signal);
    } catch (error) {
      detached.throwIfAborted();
      // The attempt before stands as the run's end where no other came to be.
      if (attempt === before) return null;
      await failRun({ client, storage, run, attempt, wasAborted: cancelled.aborted }, error);
      return (await readOutcome(storage, run.id, attempt).catch(() => null)) ?? { ...outcome, attempt };
    }
  }

  return {
    get attempt() {
      return attempt;
    },
    launch,
    next: policy.maximum === 0 ? null : next,
  };
}

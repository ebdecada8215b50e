import { listAttempts } from "../bundle/manifest-store.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { TerminalStateType } from "../contracts/state.ts";
import type { AttachedRun, FollowedRun } from "./followed-run.ts";
import { readRefinedOutcome } from "./platform-end.ts";
import { toState } from "./to-state.ts";

/** A run that has ended: its outcome is read, its infrastructure is gone. */
export function followEnded(attached: AttachedRun): FollowedRun {
  const { client, flowRunId, storage, attempt, launcher } = attached;
  return {
    client,
    flowRunId,
    storage,
    current: () => ({ attempt, launcher, reference: null }),
    following: async () => null,
    ended: () => loadOutcome(attached),
    cancel: async () => undefined,
    detach: () => undefined,
  };
}

/** As `loadOutcome`, of the attempt that is the last one by now. */
export async function loadLastOutcome(attached: AttachedRun): Promise<Outcome> {
  const { storage, flowRunId } = attached;
  const attempt = (await listAttempts(storage, flowRunId)).at(-1) ?? attached.attempt;
  return await loadOutcome({ ...attached, attempt });
}

/** The outcome in storage, or, for a run that was ended in the control plane alone, what its state tells. */
async function loadOutcome({ client, storage, flowRunId, attempt }: AttachedRun): Promise<Outcome> {
  const outcome = await readRefinedOutcome(storage, flowRunId, attempt);
  if (outcome !== null) return outcome;
  const state = toState(await client.readFlowRun(flowRunId));
  return {
    formatVersion: 1,
    flowRunId,
    attempt,
    executionId: null,
    state: { type: state.type as TerminalStateType, name: state.name, message: state.message },
    value: null,
    timings: { fetchSeconds: 0, startSeconds: 0, runSeconds: 0, storeSeconds: 0 },
    peakMemoryBytes: null,
    endedAt: state.timestamp.toISOString(),
  };
}

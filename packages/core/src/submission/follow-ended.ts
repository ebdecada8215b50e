import { readOutcome } from "../bundle/outcome-store.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { TerminalStateType } from "../contracts/state.ts";
import type { AttachedRun, FollowedRun } from "./followed-run.ts";
import { toState } from "./to-state.ts";

/** A run that has ended: its outcome is read, its infrastructure is gone. */
export function followEnded(attached: AttachedRun): FollowedRun {
  return {
    ...attached,
    reference: null,
    ended: () => loadOutcome(attached),
    cancel: async () => undefined,
    detach: () => undefined,
  };
}

/** The outcome in storage, or, for a run that was ended in the control plane alone, what its state tells. */
export async function loadOutcome({ client, storage, flowRunId, attempt }: AttachedRun): Promise<Outcome> {
  const outcome = await readOutcome(storage, flowRunId, attempt);
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

import type { StateProposal } from "../contracts/state.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";

const CLAIM = /^Worker '(.+)' starts this flow run\.$/u;

/** The later stages of `PENDING`, of which each may follow the other. */
const STAGES = ["Submitting", "InfrastructurePending"] as const;

/** What claims a scheduled run: of several workers that propose it, the control plane accepts one. Pure. */
export function toClaim(workerName: string): StateProposal {
  return { type: "PENDING", message: `Worker '${workerName}' starts this flow run.` };
}

/**
 * What takes over a claim whose worker is gone. The control plane enters a stage of `PENDING` once, so that of several
 * workers which propose it one is first. Pure.
 */
export function toReclaim(workerName: string, { state_name }: Pick<FlowRunRecord, "state_name">): StateProposal {
  return { ...toClaim(workerName), name: state_name === STAGES[0] ? STAGES[1] : STAGES[0] };
}

/** The worker that has claimed a run and not launched it yet; `null` where none has, or none of ours. Pure. */
export function claimantOf({ state, state_type, infrastructure_pid }: FlowRunRecord): string | null {
  if (state_type !== "PENDING" || infrastructure_pid !== null) return null;
  return CLAIM.exec(state?.message ?? "")?.[1] ?? null;
}

/** Whether the run is now this worker's to launch. */
export async function propose(client: PrefectClient, flowRunId: string, claim: StateProposal): Promise<boolean> {
  return (await client.setFlowRunState(flowRunId, claim)).status === "ACCEPT";
}

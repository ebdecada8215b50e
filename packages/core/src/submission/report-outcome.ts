import type { Json } from "../contracts/json.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { StateProposal } from "../contracts/state.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { isTerminal } from "./terminal-state.ts";

/** The state that an outcome puts its run into. Pure. */
export function toTerminalState(
  { type, name, message }: Outcome["state"],
  value: Outcome["value"] = null,
): StateProposal {
  return { type, name, message, ...(value === null ? {} : { data: value.metadata as unknown as Json }) };
}

/**
 * Writes how a run ended to the control plane. The outcome in storage is the truth: where the control plane's own rules
 * would have the run go on, as for a retry that was never reported, it is overruled; where it is terminal already, it
 * is left alone.
 */
export async function reportOutcome(client: PrefectClient, flowRunId: string, state: StateProposal): Promise<void> {
  // Its runner may have told it: a second time would be a state of its own.
  if (client.apiUrl !== null) {
    const { state_type } = await client.readFlowRun(flowRunId);
    if (state_type !== null && isTerminal(state_type)) return;
  }
  const answer = await client.setFlowRunState(flowRunId, state);
  if (answer.status === "WAIT" || (answer.status === "REJECT" && !isTerminal(answer.state.type))) {
    await client.setFlowRunState(flowRunId, state, { force: true });
  }
}

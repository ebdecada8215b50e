import type { StateProposal } from "../../contracts/state.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import { CommandError } from "../../errors/command-error.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { requireFlowRun } from "./require-flow-run.ts";

/**
 * `prefect flow-run cancel ID`: asks whoever holds the run's infrastructure to end it. A run without infrastructure has
 * nobody to ask, and is cancelled at once.
 */
export async function cancelFlowRun(context: CliContext, id: string): Promise<void> {
  const client = await context.openControlPlane();
  const flowRun = await requireFlowRun(client, id);
  const proposal = toProposal(flowRun);
  const answer = await client.setFlowRunState(flowRun.id, proposal);
  const reached = answer.status === "ACCEPT" || answer.status === "REJECT" ? answer.state.type : null;
  if (reached !== "CANCELLING" && reached !== "CANCELLED") {
    const reason = answer.status === "ACCEPT" ? "its state was replaced" : answer.reason;
    throw new CommandError({
      problem: `Flow run ${quote(flowRun.id)} was unable to be cancelled. Reason: ${quote(reason)}`,
    });
  }
  const done = reached === "CANCELLED" ? "was cancelled." : "was successfully scheduled for cancellation.";
  context.print(context.paint("green", `Flow run ${quote(flowRun.id)} ${done}`));
}

/** A run that has started holds a process even where no infrastructure is recorded. Pure. */
function toProposal({ infrastructure_pid, state_type }: FlowRunRecord): StateProposal {
  const hasNothing = infrastructure_pid === null && (state_type === "SCHEDULED" || state_type === "PENDING");
  return hasNothing ? { type: "CANCELLED" } : { type: "CANCELLING" };
}

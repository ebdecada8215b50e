import type { StateProposal } from "../../contracts/state.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { CommandError } from "../../errors/command-error.ts";
import type { CliContext } from "../cli-context.ts";
import { discoverInfrastructureTypes } from "../plugins/discover-infrastructure-types.ts";
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
  const isCancelled = reached === "CANCELLED" || (await endAbandonedRun(context, client, flowRun));
  const done = isCancelled ? "was cancelled." : "was successfully scheduled for cancellation.";
  context.print(context.paint("green", `Flow run ${quote(flowRun.id)} ${done}`));
}

/**
 * A run whose submitter is gone has nobody who would see that it is to be cancelled: its infrastructure is ended from
 * here. Whether it was.
 */
async function endAbandonedRun(context: CliContext, client: PrefectClient, flowRun: FlowRunRecord): Promise<boolean> {
  if (client.leases === null || flowRun.work_pool_name === null) return false;
  const pool = await client.readWorkPool(flowRun.work_pool_name);
  const types = await discoverInfrastructureTypes(context.environment.cwd);
  const type = types.find((known) => known.type === pool?.type);
  if (type === undefined) return false;
  const { adoptRun } = await import("../../submission/attach-run.ts");
  const adopted = await adoptRun(client, type, flowRun.id);
  await adopted?.cancel();
  return adopted !== null;
}

/** A run that has started holds a process even where no infrastructure is recorded. Pure. */
function toProposal({ infrastructure_pid, state_type }: FlowRunRecord): StateProposal {
  const hasNothing = infrastructure_pid === null && (state_type === "SCHEDULED" || state_type === "PENDING");
  return hasNothing ? { type: "CANCELLED" } : { type: "CANCELLING" };
}

import { setTimeout } from "node:timers/promises";
import type { StateProposal } from "../../contracts/state.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { CommandError } from "../../errors/command-error.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { isEnded } from "./follow-logs.ts";
import { infrastructureOf } from "./infrastructure-of.ts";
import { requireFlowRun } from "./require-flow-run.ts";

/** How long whoever looks after a run may take to hear that it is to be cancelled, and to end it. */
const reactionMilliseconds = 10_000;
const pollMilliseconds = 250;

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
  const isCancelled = reached === "CANCELLED" || (await endInfrastructure(context, client, flowRun));
  const done = isCancelled ? "was cancelled." : "was successfully scheduled for cancellation.";
  context.print(context.paint("green", `Flow run ${quote(flowRun.id)} ${done}`));
}

/**
 * Whether the run is cancelled. A run whose submitter is gone has nobody who would see that it is to be: its
 * infrastructure is ended from here. Whoever looks after it otherwise hears of it within some seconds.
 */
async function endInfrastructure(context: CliContext, client: PrefectClient, flowRun: FlowRunRecord): Promise<boolean> {
  const type = await infrastructureOf(context, client, flowRun);
  if (type === null) return false;
  const { adoptRun } = await import("../../submission/attach-run.ts");
  const adopted = await adoptRun(client, type, flowRun.id, { isOutputShown: false });
  if (adopted === null && (await endsSoon(client, flowRun.id))) return true;
  // A server does not tell that nobody looks after the run; that nobody cancels it does.
  const taken = adopted ?? (await adoptRun(client, type, flowRun.id, { isForced: true, isOutputShown: false }));
  await taken?.cancel();
  return taken !== null;
}

async function endsSoon(client: PrefectClient, flowRunId: string): Promise<boolean> {
  const deadline = performance.now() + reactionMilliseconds;
  while (performance.now() < deadline) {
    if (isEnded(await client.readFlowRun(flowRunId))) return true;
    await setTimeout(pollMilliseconds);
  }
  return false;
}

/** A run that has started holds a process even where no infrastructure is recorded. Pure. */
function toProposal({ infrastructure_pid, state_type }: FlowRunRecord): StateProposal {
  const hasNothing = infrastructure_pid === null && (state_type === "SCHEDULED" || state_type === "PENDING");
  return hasNothing ? { type: "CANCELLED" } : { type: "CANCELLING" };
}

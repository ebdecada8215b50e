import { CommandError } from "../../errors/command-error.ts";
import type { OrchestrationAnswer } from "../../contracts/state.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { requireFlowRun } from "./require-flow-run.ts";

export interface PauseFlowRunOptions {
  /** Seconds. */
  readonly timeout: number;
}

/** `prefect flow-run pause ID`: a running run calls no other flow until it is resumed. */
export async function pauseFlowRun(context: CliContext, id: string, { timeout }: PauseFlowRunOptions): Promise<void> {
  const client = await context.openControlPlane();
  const { id: flowRunId } = await requireFlowRun(client, id);
  const pause = { timeoutSeconds: timeout };
  const answer = await client.setFlowRunState(flowRunId, { type: "PAUSED", pause });
  throwUnlessAccepted(answer, `Flow run ${quote(flowRunId)} was unable to be paused.`);
  context.print(context.paint("green", `Flow run ${quote(flowRunId)} was paused.`));
}

/** `prefect flow-run resume ID`: a paused run goes on. */
export async function resumeFlowRun(context: CliContext, id: string): Promise<void> {
  const client = await context.openControlPlane();
  const { id: flowRunId } = await requireFlowRun(client, id);
  const answer = await client.resumeFlowRun(flowRunId);
  throwUnlessAccepted(answer, `Flow run ${quote(flowRunId)} was unable to be resumed.`);
  context.print(context.paint("green", `Flow run ${quote(flowRunId)} was resumed.`));
}

function throwUnlessAccepted(answer: OrchestrationAnswer, problem: string): void {
  if (answer.status === "ACCEPT") return;
  throw new CommandError({ problem: `${problem} Reason: ${quote(answer.reason)}` });
}

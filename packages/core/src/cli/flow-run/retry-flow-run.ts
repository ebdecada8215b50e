import { commandLine } from "../../errors/command-line.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { requireFlowRun } from "./require-flow-run.ts";

/** `prefect flow-run retry ID`: leaves an ended run to the workers of its pool again. */
export async function retryFlowRun(context: CliContext, id: string): Promise<void> {
  const client = await context.openControlPlane();
  const { id: flowRunId, work_pool_name: pool } = await requireFlowRun(client, id);
  const { requeueRun } = await import("../../submission/requeue-run.ts");
  await requeueRun(client, flowRunId);
  context.print(context.paint("green", `Flow run ${quote(flowRunId)} has been scheduled for retry.`));
  context.print(`A worker of its pool starts it: \`${commandLine(`worker start --pool ${pool ?? "NAME"}`)}\`.`);
}

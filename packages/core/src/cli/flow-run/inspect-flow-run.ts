import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { printRecord } from "../output/record-view.ts";
import { requireFlowRun } from "./require-flow-run.ts";

/** `prefect flow-run inspect ID`. */
export async function inspectFlowRun(context: CliContext, id: string, { output }: OutputOptions): Promise<void> {
  const flowRun = await requireFlowRun(await context.openControlPlane(), id);
  if (output === "json") context.printJson(flowRun);
  else printRecord(context, "FlowRun", flowRun);
}

import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { printRecord } from "../output/record-view.ts";
import { requireWorkPool } from "./require-work-pool.ts";

/** `prefect work-pool inspect NAME`. */
export async function inspectWorkPool(context: CliContext, name: string, { output }: OutputOptions): Promise<void> {
  const workPool = await requireWorkPool(await context.openControlPlane(), name);
  if (output === "json") context.printJson(workPool);
  else printRecord(context, "WorkPool", workPool);
}

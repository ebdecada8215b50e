import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { confirm } from "../question.ts";
import { requireFlowRun } from "./require-flow-run.ts";

/** `prefect flow-run delete ID`. */
export async function deleteFlowRun(
  context: CliContext,
  id: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<void> {
  const client = await context.openControlPlane();
  const flowRun = await requireFlowRun(client, id);
  await confirm(context, {
    question: `Are you sure you want to delete flow run with id ${quote(flowRun.id)}?`,
    aborted: "Deletion aborted.",
    yes,
  });
  await client.deleteFlowRun(flowRun.id);
  context.print(context.paint("green", `Successfully deleted flow run ${quote(flowRun.id)}.`));
}

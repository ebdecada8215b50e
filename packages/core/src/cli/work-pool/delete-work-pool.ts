import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { confirm } from "../question.ts";
import { requireWorkPool } from "./require-work-pool.ts";

/** `prefect work-pool delete NAME`. */
export async function deleteWorkPool(
  context: CliContext,
  name: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<void> {
  const client = await context.openControlPlane();
  await requireWorkPool(client, name);
  await confirm(context, {
    question: `Are you sure you want to delete work pool with name ${quote(name)}?`,
    aborted: "Deletion aborted.",
    yes,
  });
  await client.deleteWorkPool(name);
  context.print(context.paint("green", `Deleted work pool ${quote(name)}`));
}

import { CommandError } from "../../errors/command-error.ts";
import { PrefectApiError } from "../../errors/prefect-api-error.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { confirm } from "../question.ts";
import { requireBlockType } from "./require-block.ts";

/** `prefect block type delete SLUG`. */
export async function deleteBlockType(
  context: CliContext,
  slug: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<void> {
  const client = await context.openControlPlane();
  const { id } = await requireBlockType(client, slug);
  await confirm(context, {
    question: `Are you sure you want to delete block type ${quote(slug)}?`,
    aborted: "Deletion aborted.",
    yes,
  });
  try {
    await client.deleteBlockType(id);
  } catch (cause) {
    if (!PrefectApiError.isInstance(cause) || cause.status !== 403) throw cause;
    throw new CommandError({ problem: `Block Type ${quote(slug)} is a protected block!`, cause });
  }
  context.print(context.paint("green", `Deleted Block Type ${quote(slug)}.`));
}

import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { confirm } from "../question.ts";
import { requireBlock } from "./require-block.ts";

interface DeleteOptions {
  readonly id?: string;
  readonly yes?: boolean;
}

/** `prefect block delete SLUG`. */
export async function deleteBlock(
  context: CliContext,
  slug: string | undefined,
  { id, yes = false }: DeleteOptions,
): Promise<void> {
  const client = await context.openControlPlane();
  const block = await requireBlock(client, { slug, id });
  const shown = quote(slug ?? block.id);
  await confirm(context, {
    question: `Are you sure you want to delete block with ${slug === undefined ? "id" : "slug"} ${shown}?`,
    aborted: "Deletion aborted.",
    yes,
  });
  await client.deleteBlockDocument(block.id);
  context.print(context.paint("green", `Deleted Block ${shown}.`));
}

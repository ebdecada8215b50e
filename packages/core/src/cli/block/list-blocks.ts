import { readAllPages } from "../../control-plane/read-all-pages.ts";
import type { BlockDocumentRecord } from "../../control-plane/records/block.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { renderTable } from "../output/table.ts";

/** `prefect block ls`, by their slugs; secrets are never asked for. */
export async function listBlocks(context: CliContext, { output }: OutputOptions): Promise<void> {
  const client = await context.openControlPlane();
  const blocks = await readAllPages((page) => client.filterBlockDocuments(page));
  if (output === "json") {
    context.printJson(blocks);
    return;
  }
  const sorted = blocks.toSorted((a, b) => (slugOf(a) < slugOf(b) ? -1 : 1));
  const table = renderTable(context, {
    title: "Blocks",
    caption: "List Block Types using `prefect block type ls`",
    columns: [
      { header: "ID", style: "cyan", whole: true },
      { header: "Type", style: "blue" },
      { header: "Name", style: "blue" },
      { header: "Slug", style: "blue", whole: true },
    ],
    rows: sorted.map((block) => [block.id, block.block_type?.name ?? "", block.name ?? "", slugOf(block)]),
  });
  context.print(table);
}

function slugOf({ block_type: type, name }: BlockDocumentRecord): string {
  return `${type?.slug ?? ""}/${name ?? ""}`;
}

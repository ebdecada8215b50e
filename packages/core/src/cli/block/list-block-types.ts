import { readAllPages } from "../../control-plane/read-all-pages.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { renderTable } from "../output/table.ts";
import { firstSentence } from "./first-sentence.ts";

/** `prefect block type ls`, by their names. */
export async function listBlockTypes(context: CliContext, { output }: OutputOptions): Promise<void> {
  const client = await context.openControlPlane();
  const types = await readAllPages((page) => client.filterBlockTypes(page));
  if (output === "json") {
    context.printJson(types);
    return;
  }
  const sorted = types.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const table = renderTable(context, {
    title: "Block Types",
    columns: [
      { header: "Block Type Slug", style: "cyan", whole: true },
      { header: "Description", style: "blue" },
      { header: "Generate creation link", style: "cyan", whole: true },
    ],
    rows: sorted.map(({ slug, description }) => [slug, firstSentence(description), `prefect block create ${slug}`]),
  });
  context.print(table);
}

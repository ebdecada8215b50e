import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { renderTable } from "../output/table.ts";
import { requireBlock } from "./require-block.ts";

interface InspectOptions extends OutputOptions {
  readonly id?: string;
}

/** `prefect block inspect SLUG`: its secrets are never asked for. */
export async function inspectBlock(
  context: CliContext,
  slug: string | undefined,
  { id, output }: InspectOptions,
): Promise<void> {
  const block = await requireBlock(await context.openControlPlane(), { slug, id });
  if (output === "json") {
    context.printJson(block);
    return;
  }
  const fields = Object.entries(block.data).map(([name, value]) => [name, toText(value)]);
  const table = renderTable(context, {
    title: `${block.block_type?.slug ?? ""}/${block.name ?? ""}`,
    columns: [
      { header: "", style: "cyan", whole: true },
      { header: "", style: "blue" },
    ],
    isHeadless: true,
    rows: [["Block Type", block.block_type?.name ?? ""], ["Block id", block.id], ...fields],
  });
  context.print(table);
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

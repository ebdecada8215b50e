import type { JsonObject } from "../../contracts/json.ts";
import { CommandError } from "../../errors/command-error.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { renderTable } from "../output/table.ts";
import { firstSentence } from "./first-sentence.ts";
import { requireBlockType } from "./require-block.ts";

/** `prefect block type inspect SLUG`. */
export async function inspectBlockType(context: CliContext, slug: string, { output }: OutputOptions): Promise<void> {
  const client = await context.openControlPlane();
  const blockType = await requireBlockType(client, slug);
  const ofType = { block_type_id: { any_: [blockType.id] } };
  const [schema] = await client.filterBlockSchemas({ block_schemas: ofType, limit: 1 });
  if (schema === undefined) throw new CommandError({ problem: `No schema found for the ${slug} block type` });
  if (output === "json") {
    context.printJson({ block_type: blockType, schema });
    return;
  }
  printTable(context, blockType.name, [
    ["Slug", blockType.slug],
    ["Block Type id", blockType.id],
    ["Description", firstSentence(blockType.description)],
  ]);
  printTable(context, "Schema Properties", propertyRows(schema.fields));
  const definitions = Object.entries((schema.fields["definitions"] ?? {}) as Readonly<Record<string, JsonObject>>);
  if (definitions.length === 0) return;
  const rows = definitions.flatMap(([name, definition]) =>
    propertyRows(definition).map(([property = "", text = ""]) => [`${name}.${property}`, text]),
  );
  printTable(context, "Extra Definitions", rows);
}

function propertyRows({ properties, required }: JsonObject): readonly (readonly string[])[] {
  const names = Array.isArray(required) ? required : [];
  return Object.entries((properties ?? {}) as Readonly<Record<string, JsonObject>>).map(([name, property]) => [
    name,
    describe(names.includes(name) ? { ...property, required: true } : property),
  ]);
}

/** A line for each key, as people read schemas. */
function describe(property: JsonObject): string {
  return Object.entries(property)
    .map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("\n");
}

function printTable(context: CliContext, title: string, rows: readonly (readonly string[])[]): void {
  const columns = [{ header: "", style: "cyan", whole: true } as const, { header: "" }];
  context.print(renderTable(context, { title, columns, isHeadless: true, rows }));
}

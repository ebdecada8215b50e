import type { JsonObject } from "../../contracts/json.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { CommandError } from "../../errors/command-error.ts";
import { quote } from "../output/quote.ts";

/** Makes or updates the block that keeps the results of a pool's runs, and gives its id. */
export async function saveResultStorageBlock(
  client: PrefectClient,
  workPoolName: string,
  { blockTypeSlug, data }: { readonly blockTypeSlug: string; readonly data: JsonObject },
): Promise<string> {
  const name = toBlockName(workPoolName);
  const existing = await client.readBlockDocumentByName(blockTypeSlug, name);
  if (existing !== null) {
    await client.updateBlockDocument(existing.id, { data });
    return existing.id;
  }
  const blockType = await client.readBlockType(blockTypeSlug);
  const [schema] =
    blockType === null
      ? []
      : await client.filterBlockSchemas({ block_schemas: { block_type_id: { any_: [blockType.id] } }, limit: 1 });
  if (blockType === null || schema === undefined) {
    throw new CommandError({
      problem: `The block type ${quote(blockTypeSlug)} does not exist at ${client.describe()}.`,
      mend: "Register Prefect's own block types there: `prefect block register -m prefect.filesystems`.",
    });
  }
  const created = await client.createBlockDocument({
    name,
    data,
    block_schema_id: schema.id,
    block_type_id: blockType.id,
  });
  return created.id;
}

/** Block names know lower-case letters, digits and dashes only; other characters of a pool's name become dashes. Pure. */
export function toBlockName(workPoolName: string): string {
  return `default-${workPoolName.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-")}-result-storage`;
}

import type { JsonObject } from "../../contracts/json.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { registerBlockType, type RegisteredBlockType } from "../../control-plane/blocks/register-block-type.ts";
import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { discoverBlockTypes } from "../plugins/discover-block-types.ts";

/** Makes or updates the block that keeps the results of a pool's runs, and gives its id. */
export async function saveResultStorageBlock(
  context: CliContext,
  client: PrefectClient,
  workPoolName: string,
  { blockTypeSlug, data }: { readonly blockTypeSlug: string; readonly data: JsonObject },
): Promise<string> {
  const name = toBlockName(workPoolName);
  const existing = await client.readBlockDocumentByName(blockTypeSlug, name, { includeSecrets: false });
  if (existing !== null) {
    await client.updateBlockDocument(existing.id, { data });
    return existing.id;
  }
  const { blockTypeId, blockSchemaId } =
    (await findRegistered(client, blockTypeSlug)) ?? (await registerMissing(context, client, blockTypeSlug));
  const created = await client.createBlockDocument({
    name,
    data,
    block_schema_id: blockSchemaId,
    block_type_id: blockTypeId,
  });
  return created.id;
}

/** The newest schema, which whoever registered it chose; `null` where the control plane does not know the type. */
async function findRegistered(client: PrefectClient, blockTypeSlug: string): Promise<RegisteredBlockType | null> {
  const blockType = await client.readBlockType(blockTypeSlug);
  if (blockType === null) return null;
  const ofType = { block_type_id: { any_: [blockType.id] } };
  const [schema] = await client.filterBlockSchemas({ block_schemas: ofType, limit: 1 });
  return schema === undefined ? null : { blockTypeId: blockType.id, blockSchemaId: schema.id };
}

/** With the types that it may refer to, which have to be known first. */
async function registerMissing(
  context: CliContext,
  client: PrefectClient,
  blockTypeSlug: string,
): Promise<RegisteredBlockType> {
  for (const { blockTypes } of await discoverBlockTypes(context.environment.cwd)) {
    const at = blockTypes.findIndex(({ slug }) => slug === blockTypeSlug);
    for (const [index, blockType] of blockTypes.slice(0, at + 1).entries()) {
      const registered = await registerBlockType(client, blockType);
      if (index === at) return registered;
    }
  }
  throw new CommandError({
    problem: `The block type ${quote(blockTypeSlug)} does not exist at ${client.describe()}.`,
    mend: `Install the package that brings it and run \`${commandLine("block register -m <package>")}\`.`,
  });
}

/** Block names know lower-case letters, digits and dashes only; other characters of a pool's name become dashes. Pure. */
export function toBlockName(workPoolName: string): string {
  return `default-${workPoolName.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-")}-result-storage`;
}

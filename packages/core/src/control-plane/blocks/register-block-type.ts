import type { BlockType } from "../../contracts/block-type.ts";
import { ObjectAlreadyExistsError } from "../../errors/object-already-exists-error.ts";
import type { PrefectClient } from "../prefect-client.ts";
import type { BlockTypeRecord } from "../records/block.ts";
import { toBlockTypeCreate } from "./block-type-record.ts";

/** The ids under which a control plane knows a block type and the schema that new blocks of it are made with. */
export interface RegisteredBlockType {
  readonly blockTypeId: string;
  readonly blockSchemaId: string;
}

type BlockTypeClient = Pick<
  PrefectClient,
  "readBlockType" | "createBlockType" | "updateBlockType" | "createBlockSchema"
>;

/** Makes a block type and its schema known to the control plane, and brings the description of a known one up to date. */
export async function registerBlockType(client: BlockTypeClient, blockType: BlockType): Promise<RegisteredBlockType> {
  const existing = await client.readBlockType(blockType.slug);
  const { id } = existing ?? (await createBlockType(client, blockType));
  if (existing !== null) await describeAnew(client, existing, blockType);
  const { fields, capabilities, version } = blockType;
  const schema = await client.createBlockSchema({ block_type_id: id, fields, capabilities, version });
  return { blockTypeId: id, blockSchemaId: schema.id };
}

/** A protected type is described by the control plane itself, and what is not described here stays. */
async function describeAnew(client: BlockTypeClient, existing: BlockTypeRecord, blockType: BlockType): Promise<void> {
  const { name: _name, slug: _slug, ...description } = toBlockTypeCreate(blockType);
  const known: Readonly<Record<string, unknown>> = { ...existing };
  if (existing.is_protected || Object.entries(description).every(([key, value]) => known[key] === value)) return;
  await client.updateBlockType(existing.id, description);
}

/** Another process may register the type at the same time. */
async function createBlockType(client: BlockTypeClient, blockType: BlockType): Promise<BlockTypeRecord> {
  try {
    return await client.createBlockType(toBlockTypeCreate(blockType));
  } catch (error) {
    const existing = ObjectAlreadyExistsError.isInstance(error) ? await client.readBlockType(blockType.slug) : null;
    if (existing === null) throw error;
    return existing;
  }
}

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

type BlockTypeClient = Pick<PrefectClient, "readBlockType" | "createBlockType" | "createBlockSchema">;

/** Makes a block type and its schema known to the control plane; what it knows already stays as it is. */
export async function registerBlockType(client: BlockTypeClient, blockType: BlockType): Promise<RegisteredBlockType> {
  const { id } = (await client.readBlockType(blockType.slug)) ?? (await createBlockType(client, blockType));
  const { fields, capabilities, version } = blockType;
  const schema = await client.createBlockSchema({ block_type_id: id, fields, capabilities, version });
  return { blockTypeId: id, blockSchemaId: schema.id };
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

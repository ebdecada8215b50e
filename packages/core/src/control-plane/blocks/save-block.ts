import type { BlockData } from "../../contracts/block.ts";
import type { BlockType } from "../../contracts/block-type.ts";
import type { JsonObject } from "../../contracts/json.ts";
import { BlockAlreadyExistsError } from "../../errors/block-already-exists-error.ts";
import { InvalidBlockError } from "../../errors/invalid-block-error.ts";
import type { PrefectClient } from "../prefect-client.ts";
import { toDocumentData } from "./block-content.ts";
import { findFieldProblem } from "./find-field-problem.ts";
import { registerBlockType } from "./register-block-type.ts";

export interface BlockContent {
  readonly name: string;
  /** Blocks in its fields become references to them. */
  readonly data: BlockData;
  readonly overwrite: boolean;
}

/**
 * Keeps a block under a name, registers its type where that is unknown, and gives the document's id. Throws
 * `InvalidBlockError`, `BlockAlreadyExistsError` and `BlockNotSavedError`.
 */
export async function saveBlock(
  client: PrefectClient,
  blockType: BlockType,
  { name, data: given, overwrite }: BlockContent,
): Promise<string> {
  const block = `${blockType.slug}/${name}`;
  const data = toDocumentData(blockType.slug, given);
  checkBlock(blockType, block, name, data);
  const existing = await client.readBlockDocumentByName(blockType.slug, name, { includeSecrets: false });
  if (existing !== null && !overwrite) throw new BlockAlreadyExistsError({ block });
  const { blockTypeId, blockSchemaId } = await registerBlockType(client, blockType);
  if (existing !== null) {
    await client.updateBlockDocument(existing.id, { data, block_schema_id: blockSchemaId, merge_existing_data: false });
    return existing.id;
  }
  const created = await client.createBlockDocument({
    name,
    data,
    block_schema_id: blockSchemaId,
    block_type_id: blockTypeId,
  });
  return created.id;
}

function checkBlock(blockType: BlockType, block: string, name: string, data: JsonObject): void {
  if (!/^[a-z0-9-]+$/u.test(name)) {
    const reason = "must be of lower-case letters, digits and dashes";
    throw new InvalidBlockError({ block, field: "name", reason });
  }
  const problem = findFieldProblem(blockType, data);
  if (problem !== null) throw new InvalidBlockError({ block, ...problem });
}

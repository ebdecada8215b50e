import { randomUUID } from "node:crypto";
import type { BlockType } from "../../contracts/block-type.ts";
import { builtInBlocks } from "../blocks/built-in-blocks.ts";
import { toBlockTypeCreate } from "../blocks/block-type-record.ts";
import { blockSchemaChecksum } from "../blocks/schema-checksum.ts";
import { insertion, text } from "./columns.ts";
import type { Session } from "./sqlite.ts";
import type { Store } from "./store.ts";

const countSql = `
  SELECT count(*) AS count FROM block_types AS type JOIN block_schemas AS schema ON schema.block_type_id = type.id
  WHERE type.slug IN (SELECT value FROM json_each(?))`;

/** Puts the built-in block types and schemas into a store that lacks them. */
export async function registerBuiltInBlocks(store: Store): Promise<void> {
  const slugs = JSON.stringify(builtInBlocks.map((block) => block.slug));
  const known = await store.read((session) => Number(session.get(countSql, slugs)?.["count"]));
  if (known >= builtInBlocks.length) return;
  await store.write((session) => {
    for (const block of builtInBlocks) register(session, block);
  });
}

function register(session: Session, blockType: BlockType): void {
  const time = new Date().toISOString();
  const times = { created: time, updated: time };
  const { slug, fields, capabilities, version } = blockType;
  if (session.get("SELECT id FROM block_types WHERE slug = ?", slug) === undefined) {
    const type = toBlockTypeCreate(blockType);
    session.run(...insertion("block_types", { id: randomUUID(), ...times, ...type, is_protected: true }));
  }
  const row = session.get("SELECT id FROM block_types WHERE slug = ?", slug);
  const checksum = blockSchemaChecksum(fields);
  if (row === undefined || session.get("SELECT id FROM block_schemas WHERE checksum = ?", checksum)) return;
  const schema = { block_type_id: text(row, "id"), checksum, fields, capabilities, version };
  session.run(...insertion("block_schemas", { id: randomUUID(), ...times, ...schema }));
}

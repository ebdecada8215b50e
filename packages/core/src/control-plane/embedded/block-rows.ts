import type { JsonObject } from "../../contracts/json.ts";
import type { BlockSchemaRecord, BlockTypeRecord } from "../records/block.ts";
import { flag, objectOf, text, textOrNull, textsOf } from "./columns.ts";
import { notFound, Refusal } from "./refusal.ts";
import type { Row, Session } from "./sqlite.ts";

export function readBlockType(session: Session, column: "id" | "slug", value: string): BlockTypeRecord {
  const row = session.get(`SELECT * FROM block_types WHERE ${column} = ?`, value);
  if (row === undefined) {
    throw column === "slug" ? new Refusal(404, { detail: `Block type ${value} not found` }) : notFound("Block type");
  }
  return toBlockTypeRecord(row);
}

export function toBlockTypeRecord(row: Row): BlockTypeRecord {
  return {
    id: text(row, "id"),
    created: text(row, "created"),
    updated: text(row, "updated"),
    name: text(row, "name"),
    slug: text(row, "slug"),
    logo_url: textOrNull(row, "logo_url"),
    documentation_url: textOrNull(row, "documentation_url"),
    description: textOrNull(row, "description"),
    code_example: textOrNull(row, "code_example"),
    is_protected: flag(row, "is_protected"),
  };
}

export function readBlockSchema(session: Session, id: string): BlockSchemaRecord {
  const row = session.get("SELECT * FROM block_schemas WHERE id = ?", id);
  if (row === undefined) throw notFound("Block schema");
  return toBlockSchemaRecord(session, row);
}

export function toBlockSchemaRecord(session: Session, row: Row): BlockSchemaRecord {
  const typeId = text(row, "block_type_id");
  const fields: JsonObject = { block_schema_references: {}, ...objectOf(row, "fields") };
  return {
    id: text(row, "id"),
    created: text(row, "created"),
    updated: text(row, "updated"),
    checksum: text(row, "checksum"),
    fields,
    block_type_id: typeId,
    block_type: readBlockType(session, "id", typeId),
    capabilities: textsOf(row, "capabilities"),
    version: text(row, "version"),
  };
}

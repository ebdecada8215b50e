import type { Json, JsonObject } from "../../contracts/json.ts";
import { obfuscateSecrets, openSecrets, secretPaths, sealSecrets } from "../blocks/secret-fields.ts";
import type { SecretBox } from "../blocks/secret-box.ts";
import type { BlockDocumentRecord } from "../records/block.ts";
import { readBlockSchema, readBlockType } from "./block-rows.ts";
import { flag, objectOf, text } from "./columns.ts";
import { notFound, refuse } from "./refusal.ts";
import type { Row, Session } from "./sqlite.ts";

/** How deep documents may refer to each other. */
const deepestReference = 50;

export interface BlockReading {
  readonly session: Session;
  readonly secrets: SecretBox;
  readonly includeSecrets: boolean;
}

export function readBlockDocument(reading: BlockReading, id: string): BlockDocumentRecord {
  const row = reading.session.get("SELECT * FROM block_documents WHERE id = ?", id);
  if (row === undefined) throw notFound("Block document");
  return toBlockDocumentRecord(reading, row);
}

/** The document with those it refers to in place, and its secrets as they were asked for. */
export function toBlockDocumentRecord(reading: BlockReading, row: Row, depth = 0): BlockDocumentRecord {
  if (depth > deepestReference) throw refuse(400, "Block documents refer to each other in a circle.");
  const blockType = readBlockType(reading.session, "id", text(row, "block_type_id"));
  const stored = objectOf(row, "data");
  const plain = reading.includeSecrets ? openSecrets(stored, reading.secrets) : obfuscateSecrets(stored);
  const data: Record<string, Json> = {};
  const references: Record<string, Json> = {};
  for (const [key, value] of Object.entries(plain)) {
    const referenced = referencedId(value ?? null);
    if (referenced === null) {
      data[key] = value ?? null;
      continue;
    }
    const row = reading.session.get("SELECT * FROM block_documents WHERE id = ?", referenced);
    if (row === undefined) {
      // As on a Prefect server, the field is gone with the block; that it referred to one can still be seen here.
      references[key] = {};
      continue;
    }
    const child = toBlockDocumentRecord(reading, row, depth + 1);
    data[key] = child.data;
    references[key] = { block_document: toReference(child) };
  }
  return {
    id: text(row, "id"),
    created: text(row, "created"),
    updated: text(row, "updated"),
    name: text(row, "name"),
    data,
    block_schema_id: text(row, "block_schema_id"),
    block_schema: readBlockSchema(reading.session, text(row, "block_schema_id")),
    block_type_id: blockType.id,
    block_type_name: blockType.name,
    block_type: blockType,
    block_document_references: references,
    is_anonymous: flag(row, "is_anonymous"),
  };
}

/** The data as it is stored: secrets encrypted by what the schema says of them. */
export function toStoredData(
  { session, secrets }: Pick<BlockReading, "session" | "secrets">,
  schemaId: string,
  data: JsonObject,
): JsonObject {
  const references = Object.values(data).map((value) => referencedId(value ?? null));
  for (const id of references) {
    if (id !== null && session.get("SELECT id FROM block_documents WHERE id = ?", id) === undefined) {
      throw notFound("Block document");
    }
  }
  return sealSecrets(data, secretPaths(readBlockSchema(session, schemaId).fields), secrets);
}

/** The document that a field refers to as `{"$ref": {"block_document_id": ...}}`, or `null`. */
export function referencedId(value: Json): string | null {
  if (typeof value !== "object" || value === null || !("$ref" in value)) return null;
  const reference = value["$ref"] as JsonObject | undefined;
  return typeof reference?.["block_document_id"] === "string" ? reference["block_document_id"] : null;
}

function toReference(document: BlockDocumentRecord): JsonObject {
  return {
    id: document.id,
    name: document.name,
    block_type: { ...document.block_type } as unknown as JsonObject,
    is_anonymous: document.is_anonymous,
    block_document_references: document.block_document_references,
  };
}

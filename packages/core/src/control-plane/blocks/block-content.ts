import type { Block, BlockData } from "../../contracts/block.ts";
import { isJsonObject, type Json, type JsonObject } from "../../contracts/json.ts";
import { BlockNotSavedError } from "../../errors/block-not-saved-error.ts";

/** A block document, or one that another refers to: its data and, by field, the documents that those came from. */
export interface DocumentContent {
  readonly slug: string;
  readonly id: string;
  readonly name: string;
  readonly data: JsonObject;
  readonly references: JsonObject;
}

/** The data as a program has it: with a block in each field that refers to one. */
export function withReferencedBlocks(
  { data, references }: Pick<DocumentContent, "data" | "references">,
  makeBlock: (content: DocumentContent) => Block<BlockData>,
): Readonly<Record<string, unknown>> {
  const blocks = Object.entries(references).flatMap(([field, reference]) => {
    const content = toContent(reference ?? null, data[field] ?? null);
    return content === null ? [] : [[field, makeBlock(content)] as const];
  });
  return { ...data, ...Object.fromEntries(blocks) };
}

function toContent(reference: Json, data: Json): DocumentContent | null {
  const document = isJsonObject(reference) ? reference["block_document"] : undefined;
  if (document === undefined || !isJsonObject(document) || !isJsonObject(data)) return null;
  const { id, name, block_type: blockType, block_document_references: references } = document;
  return {
    slug: String(isJsonObject(blockType ?? null) ? (blockType as JsonObject)["slug"] : "unknown"),
    id: String(id),
    name: String(name),
    data,
    references: isJsonObject(references ?? null) ? (references as JsonObject) : {},
  };
}

/** The data as the API takes it: with a reference for each block. Throws `BlockNotSavedError`. Pure. */
export function toDocumentData(blockTypeSlug: string, data: BlockData): JsonObject {
  const fields = Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, isBlock(value) ? toReference(value, blockTypeSlug, field) : (value as Json)]);
  return Object.fromEntries(fields) as JsonObject;
}

/** The data with what each block in it shows of itself, in the place of that block. Pure. */
export function withBlocksMasked(data: BlockData): JsonObject {
  const fields = Object.entries(data).map(([field, value]) => [
    field,
    isBlock(value) ? (JSON.parse(JSON.stringify(value)) as Json) : (value as Json),
  ]);
  return Object.fromEntries(fields) as JsonObject;
}

function isBlock(value: unknown): value is Block<BlockData> {
  return typeof value === "object" && value !== null && "blockTypeSlug" in value && "blockDocumentId" in value;
}

function toReference({ blockDocumentId }: Block<BlockData>, blockTypeSlug: string, field: string): JsonObject {
  if (blockDocumentId === null) throw new BlockNotSavedError({ blockTypeSlug, field });
  return { $ref: { block_document_id: blockDocumentId } };
}

import { isJsonObject, type Json, type JsonObject } from "../contracts/json.ts";
import type { StorageCredentials, StorageModule } from "../contracts/storage-type.ts";
import { BlockNotFoundError } from "../errors/block-not-found-error.ts";
import { InvalidBlockError } from "../errors/invalid-block-error.ts";
import { InvalidStorageReferenceError } from "../errors/invalid-storage-reference-error.ts";
import type { BlockReader, StoredBlock } from "./block-reader.ts";

/**
 * The block that a step's arguments name, as `aws-credentials/my-creds`; `null` where they name none and the platform's
 * default chain is meant. Throws `InvalidStorageReferenceError`. Pure.
 */
export function credentialsBlockOf(
  { module, credentials }: StorageModule,
  storageArguments: JsonObject,
): string | null {
  const name = credentials === undefined ? null : (storageArguments[credentials.argument] ?? null);
  if (credentials === undefined || name === null || name === "") return null;
  if (typeof name !== "string") {
    const reason = "must be the name of a block";
    throw new InvalidStorageReferenceError({ module, argument: credentials.argument, reason });
  }
  return `${credentials.blockTypeSlug}/${name}`;
}

/** The credentials that a step's arguments name. Throws `BlockNotFoundError` and `InvalidStorageReferenceError`. */
export async function loadStepCredentials(
  reader: BlockReader,
  storageModule: StorageModule,
  storageArguments: JsonObject,
): Promise<StorageCredentials | null> {
  const block = credentialsBlockOf(storageModule, storageArguments);
  if (block === null) return null;
  const [slug = "", name = ""] = block.split("/");
  const document = await reader.readBlockDocumentByName(slug, name);
  if (document === null) {
    throw new BlockNotFoundError({ block, neededBy: `by storage of the step module "${storageModule.module}"` });
  }
  return { block, data: document.data };
}

/**
 * The credentials within a block that is itself a storage, by the name of the block that they are from where they are a
 * saved one's; `null` for the platform's default chain. Throws `InvalidBlockError` where the control plane knows that the
 * block which held them is gone. Pure.
 */
export function credentialsWithin(
  block: string,
  { data, block_document_references: references = {} }: Pick<StoredBlock, "data" | "block_document_references">,
  field: string | undefined,
): StorageCredentials | null {
  if (field === undefined) return null;
  const value = data[field] ?? null;
  if (value === null && Object.hasOwn(references, field)) {
    throw new InvalidBlockError({ block, field, reason: "refers to a block that was deleted" });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value) || Object.keys(value).length === 0) {
    return null;
  }
  return { block: savedBlockOf(references[field]) ?? `${block}/${field}`, data: value as JsonObject };
}

/** `null` where a field holds its data itself, or those of a block that nobody named. */
function savedBlockOf(reference: Json | undefined): string | null {
  const document = isJsonObject(reference) ? reference["block_document"] : null;
  if (!isJsonObject(document) || document["is_anonymous"] === true) return null;
  const { name, block_type: type } = document;
  const slug = isJsonObject(type) ? type["slug"] : null;
  return typeof name === "string" && typeof slug === "string" ? `${slug}/${name}` : null;
}

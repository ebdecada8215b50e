import type { Storage, StorageReference } from "../contracts/storage.ts";
import type { StorageCredentials } from "../contracts/storage-type.ts";
import { ObjectNotFoundError } from "../errors/object-not-found-error.ts";
import { ResultStorageError } from "../errors/result-storage-error.ts";
import type { BlockReader, StoredBlock } from "./block-reader.ts";
import { openOnce } from "./open-once.ts";
import { credentialsWithin } from "./storage-credentials.ts";
import { findStorageBlock, findStorageModule } from "./storage-types.ts";

/** A block that holds results, as the step that opens it. */
export interface ResultStorage extends StorageReference {
  readonly blockDocumentId: string;
  readonly credentials: StorageCredentials | null;
}

/** A block by `<block type>/<block name>`, or a saved one. */
export type ResultStorageName = string | { readonly blockDocumentId: string };

/** Throws `ResultStorageError` and `InvalidBlockError`. */
export async function findResultStorage(reader: BlockReader, name: ResultStorageName): Promise<ResultStorage> {
  return typeof name === "string"
    ? await toResultStorage(await readNamed(reader, name))
    : await toResultStorage(await readById(reader, name.blockDocumentId));
}

/** Opens the block that holds results. */
export async function openResultStorage(found: ResultStorage): Promise<Storage> {
  return await openOnce(await findStorageModule(found.module), found.arguments, found.credentials);
}

async function readNamed(reader: BlockReader, resultStorage: string): Promise<StoredBlock> {
  const [slug, name, ...rest] = resultStorage.split("/");
  if (!slug || !name || rest.length > 0) {
    throw new ResultStorageError({ resultStorage, problem: "it does not name a block type and a block" });
  }
  const block = await reader.readBlockDocumentByName(slug, name);
  if (block === null) throw new ResultStorageError({ resultStorage, problem: "there is no such block" });
  return block;
}

async function readById(reader: BlockReader, blockDocumentId: string): Promise<StoredBlock> {
  try {
    return await reader.readBlockDocument(blockDocumentId);
  } catch (cause) {
    if (!ObjectNotFoundError.isInstance(cause)) throw cause;
    throw new ResultStorageError({
      resultStorage: blockDocumentId,
      problem: "there is no block with this id any more",
      cause,
    });
  }
}

async function toResultStorage(block: StoredBlock): Promise<ResultStorage> {
  const slug = block.block_type?.slug ?? "unknown";
  const name = `${slug}/${block.name ?? block.id}`;
  const found = await findStorageBlock(slug);
  if (found === null) {
    throw new ResultStorageError({
      resultStorage: name,
      problem: `no installed package keeps results in blocks of type '${slug}'`,
    });
  }
  return {
    module: found.type.module,
    arguments: found.block.toArguments(block.data, name),
    blockDocumentId: block.id,
    credentials: credentialsWithin(name, block, found.block.credentialsField),
  };
}

import type { Storage, StorageReference } from "../contracts/storage.ts";
import type { BlockReader } from "./block-reader.ts";
import { openOnce } from "./open-once.ts";
import { loadStepCredentials } from "./storage-credentials.ts";
import { findStorageModule } from "./storage-types.ts";

/**
 * Opens the storage of a work pool's step, or what `Storage.reference()` described, with the credentials block that its
 * arguments name. Nothing is sent to the storage.
 *
 * Throws `UnknownStorageModuleError`, `BlockNotFoundError`, `InvalidStorageReferenceError` and `InvalidBlockError`.
 */
export async function openConfiguredStorage(reader: BlockReader, reference: StorageReference): Promise<Storage> {
  const storageModule = await findStorageModule(reference.module);
  const credentials = await loadStepCredentials(reader, storageModule, reference.arguments);
  return await openOnce(storageModule, reference.arguments, credentials);
}

import type { JsonObject } from "../contracts/json.ts";
import type { Storage, StorageReference } from "../contracts/storage.ts";
import { InvalidStorageReferenceError } from "../errors/invalid-storage-reference-error.ts";
import { UnknownStorageModuleError } from "../errors/unknown-storage-module-error.ts";
import { createDirectoryStorage, directoryStorageModule } from "./directory-storage.ts";
import { toStorageModule } from "./storage-module.ts";

/** Makes a storage from a reference's arguments; throws where they do not say where it is. */
export type StorageOpener = (parameters: JsonObject) => Storage | Promise<Storage>;

const openers = new Map<string, StorageOpener>([[directoryStorageModule, openDirectory]]);

/** Makes a kind of storage known to `openStorage`; a package of storages calls it when it is imported. */
export function registerStorageModule(module: string, open: StorageOpener): void {
  openers.set(toStorageModule(module), open);
}

/**
 * Opens what `Storage.reference()` described, in this process. Takes the module of an upload or execution step too.
 * Throws `UnknownStorageModuleError` and `InvalidStorageReferenceError`.
 */
export async function openStorage(reference: StorageReference): Promise<Storage> {
  const open = openers.get(toStorageModule(reference.module));
  if (open === undefined) throw new UnknownStorageModuleError({ module: reference.module, known: [...openers.keys()] });
  return open(reference.arguments);
}

function openDirectory({ basepath }: JsonObject): Storage {
  if (typeof basepath !== "string" || basepath.trim() === "") {
    throw new InvalidStorageReferenceError({
      module: directoryStorageModule,
      argument: "basepath",
      reason: basepath === undefined ? "is missing" : "must be the path of a directory",
    });
  }
  return createDirectoryStorage({ basepath });
}

import type { Storage, StorageReference } from "../contracts/storage.ts";
import type { StorageCredentials, StorageModule } from "../contracts/storage-type.ts";
import { UnknownStorageModuleError } from "../errors/unknown-storage-module-error.ts";
import { localStorageModule } from "./local-storage-module.ts";
import { toStorageModule } from "./storage-module.ts";

const modules = new Map<string, StorageModule>([[localStorageModule.module, localStorageModule]]);

/**
 * Makes a kind of storage known to this process: its steps, and where it is a `StorageType`, its blocks. Plugins among
 * the working project's dependencies are found without it.
 */
export function registerStorageModule(storageModule: StorageModule): void {
  modules.set(toStorageModule(storageModule.module), storageModule);
}

/** What opens the storage of a step; `null` where nothing that this process knows does. */
export function knownStorageModule(stepModule: string): StorageModule | null {
  return modules.get(toStorageModule(stepModule)) ?? null;
}

/** Everything that this process knows. */
export function knownStorageModules(): readonly StorageModule[] {
  return [...modules.values()];
}

/**
 * Opens what `Storage.reference()` described, in this process, by what was registered here. Takes the module of an
 * upload or execution step too. Default credentials: the platform's own chain.
 *
 * Throws `UnknownStorageModuleError`, `InvalidStorageReferenceError` and `InvalidBlockError`.
 */
export async function openStorage(
  reference: StorageReference,
  credentials: StorageCredentials | null = null,
): Promise<Storage> {
  const known = modules.get(toStorageModule(reference.module));
  if (known === undefined)
    throw new UnknownStorageModuleError({ module: reference.module, known: [...modules.keys()] });
  return await known.open(reference.arguments, { credentials });
}

import type { StorageType } from "../../contracts/storage-type.ts";

/**
 * The kinds of storage that a command line can name below `storage configure`. Plugins are loaded only for a command
 * line that gets there, so that every other starts without them.
 */
export async function storageTypesFor(words: readonly string[], directory: string): Promise<readonly StorageType[]> {
  if (!words.includes("configure")) return [];
  const { discoverStorageTypes } = await import("../../storage/storage-types.ts");
  return await discoverStorageTypes(directory);
}

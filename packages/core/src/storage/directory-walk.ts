import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { StorageObject } from "../contracts/storage.ts";
import { hasCode } from "./file-system-error.ts";
import { compareStorageKeys, partialPrefix } from "./storage-key.ts";

/** Every file below the directory whose key starts with the prefix, in key order, without reading the rest. */
export async function* walkDirectory(basepath: string, prefix: string): AsyncGenerator<StorageObject, void> {
  const parent = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  yield* walk(basepath, parent, prefix);
}

async function* walk(basepath: string, parent: string, prefix: string): AsyncGenerator<StorageObject, void> {
  for (const key of await listKeys(basepath, parent)) {
    if (!key.startsWith(prefix) && !prefix.startsWith(key)) continue;
    if (key.endsWith("/")) yield* walk(basepath, key, prefix);
    else if (key.startsWith(prefix)) yield* describeFile(basepath, key);
  }
}

/** The keys of a directory's files, and of its directories with a "/" at the end, which puts both in one order. */
async function listKeys(basepath: string, parent: string): Promise<readonly string[]> {
  const entries = await ignoreVanished(() => readdir(join(basepath, parent), { withFileTypes: true }));
  return (entries ?? [])
    .filter((entry) => (entry.isFile() && !entry.name.startsWith(partialPrefix)) || entry.isDirectory())
    .map((entry) => `${parent}${entry.name}${entry.isDirectory() ? "/" : ""}`)
    .sort(compareStorageKeys);
}

async function* describeFile(basepath: string, key: string): AsyncGenerator<StorageObject, void> {
  const status = await ignoreVanished(() => lstat(join(basepath, key)));
  if (status !== null) yield { key, bytes: status.size, modifiedAt: status.mtime };
}

/** What others delete during a walk is not there. */
async function ignoreVanished<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return null;
    throw error;
  }
}

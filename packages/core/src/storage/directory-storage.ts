import { rmdir, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type {
  Storage,
  StorageBody,
  StorageObject,
  StorageReadOptions,
  StorageWriteOptions,
} from "../contracts/storage.ts";
import type { StorageOperation } from "../errors/storage-operation-error.ts";
import { writeFileAtomically } from "./atomic-file.ts";
import { bodyChunks } from "./body-chunks.ts";
import { toByteRange } from "./byte-range.ts";
import { walkDirectory } from "./directory-walk.ts";
import { fileChunks } from "./file-chunks.ts";
import { hasCode, toStorageError } from "./file-system-error.ts";
import { removePartialFiles } from "./partial-files.ts";
import { checkStorageKey, checkStoragePrefix } from "./storage-key.ts";

/** The step module that names a directory storage in a work pool's storage configuration. */
export const directoryStorageModule = "prefect_core.bundles";

/**
 * Objects as files below a directory of this machine, or of a file system that machines share. The directory is made
 * by the first write.
 */
export function createDirectoryStorage(options: { readonly basepath: string }): Storage {
  const basepath = resolve(options.basepath);
  const name = `directory ${basepath}`;
  const failure = (error: unknown, operation: StorageOperation, key: string): Error =>
    toStorageError(error, { storage: name, operation, key });

  async function* read(key: string, { range, signal }: StorageReadOptions = {}): AsyncGenerator<Uint8Array, void> {
    checkStorageKey(key);
    const bytes = toByteRange(range);
    try {
      const path = join(basepath, key);
      yield* fileChunks(path, bytes, signal);
    } catch (error) {
      throw isAbort(error, signal) ? error : failure(error, "read", key);
    }
  }

  async function write(key: string, body: StorageBody, { onlyIfAbsent = false, signal }: StorageWriteOptions = {}) {
    checkStorageKey(key);
    if (onlyIfAbsent && (await exists(key))) return { created: false };
    let sourceFailed = false;
    async function* chunks(): AsyncGenerator<Uint8Array, void> {
      try {
        yield* bodyChunks(body, signal);
        signal?.throwIfAborted();
      } catch (error) {
        sourceFailed = true;
        throw error;
      }
    }
    try {
      return { created: await writeFileAtomically(join(basepath, key), chunks(), { onlyIfAbsent }) };
    } catch (error) {
      throw sourceFailed ? error : failure(error, "write", key);
    }
  }

  async function exists(key: string): Promise<boolean> {
    checkStorageKey(key);
    try {
      return (await stat(join(basepath, key))).isFile();
    } catch (error) {
      if (hasCode(error, "ENOENT", "ENOTDIR")) return false;
      throw failure(error, "look for", key);
    }
  }

  async function* list(prefix: string): AsyncGenerator<StorageObject, void> {
    checkStoragePrefix(prefix);
    try {
      yield* walkDirectory(basepath, prefix);
    } catch (error) {
      throw failure(error, "list", prefix);
    }
  }

  async function remove(key: string): Promise<void> {
    if (!(await exists(key))) return;
    try {
      await unlink(join(basepath, key));
    } catch (error) {
      if (!hasCode(error, "ENOENT", "ENOTDIR")) throw failure(error, "delete", key);
    }
    await pruneEmptyParents(basepath, key);
  }

  return {
    specificationVersion: "v1",
    conditionalWrites: true,
    describe: () => name,
    reference: () => ({ module: directoryStorageModule, arguments: { basepath } }),
    read,
    write,
    exists,
    list,
    delete: remove,
    async removeUnfinishedWrites(before) {
      try {
        return await removePartialFiles(basepath, before);
      } catch (error) {
        throw failure(error, "delete", "");
      }
    },
  };
}

/** Removes directories that a deletion left empty; one that is in use again meanwhile stays. */
async function pruneEmptyParents(basepath: string, key: string): Promise<void> {
  for (let parent = dirname(key); parent !== "."; parent = dirname(parent)) {
    try {
      await rmdir(join(basepath, parent));
    } catch {
      return;
    }
  }
}

function isAbort(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && error === signal.reason;
}

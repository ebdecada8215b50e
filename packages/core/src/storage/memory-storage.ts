import type { Storage, StorageReadOptions, StorageWriteOptions, StorageBody } from "../contracts/storage.ts";
import { StorageObjectNotFoundError } from "../errors/storage-object-not-found-error.ts";
import { bodyChunks } from "./body-chunks.ts";
import { toByteRange } from "./byte-range.ts";
import { checkStorageKey, checkStoragePrefix, compareStorageKeys } from "./storage-key.ts";

/** A storage that lives and dies with this process, for tests. */
export function createMemoryStorage(): Storage {
  const name = "memory";
  const objects = new Map<string, { readonly bytes: Uint8Array; readonly modifiedAt: Date }>();

  async function* read(key: string, options: StorageReadOptions = {}): AsyncGenerator<Uint8Array, void> {
    checkStorageKey(key);
    const { start, end } = toByteRange(options.range);
    options.signal?.throwIfAborted();
    const object = objects.get(key);
    if (object === undefined) throw new StorageObjectNotFoundError({ storage: name, key });
    const wanted = object.bytes.slice(start, Math.min(end, object.bytes.length));
    if (wanted.length > 0) yield wanted;
  }

  async function write(key: string, body: StorageBody, options: StorageWriteOptions = {}) {
    checkStorageKey(key);
    const chunks: Uint8Array[] = [];
    for await (const chunk of bodyChunks(body, options.signal)) chunks.push(chunk);
    options.signal?.throwIfAborted();
    if (options.onlyIfAbsent === true && objects.has(key)) return { created: false };
    objects.set(key, { bytes: new Uint8Array(Buffer.concat(chunks)), modifiedAt: new Date() });
    return { created: true };
  }

  return {
    specificationVersion: "v1",
    conditionalWrites: true,
    describe: () => name,
    reference: () => null,
    read,
    write,
    exists: async (key) => {
      checkStorageKey(key);
      return objects.has(key);
    },
    async *list(prefix) {
      checkStoragePrefix(prefix);
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(compareStorageKeys);
      for (const key of keys) {
        const object = objects.get(key);
        if (object !== undefined) yield { key, bytes: object.bytes.length, modifiedAt: object.modifiedAt };
      }
    },
    delete: async (key) => {
      checkStorageKey(key);
      objects.delete(key);
    },
  };
}

import { checkStorageKey, checkStoragePrefix, compareStorageKeys } from "prefect-core/provider";
import type { JsonObject, Storage, StorageObject, StorageOperation, StorageReadOptions } from "prefect-core/provider";
import type { BlobPage } from "./azure-blob-client.ts";
import { type ConnectBlob, createAzureBlobConnection } from "./azure-blob-connection.ts";
import type { BlobSettings } from "./blob-settings.ts";
import { isMissingBlob } from "./map-azure-failure.ts";
import { readBlob } from "./read-blob.ts";
import { writeBlob } from "./write-blob.ts";

/** The step module that names this storage in a work pool's storage configuration. */
export const azureStorageModule = "prefect_azure.bundles";

export interface ContainerStorageOptions {
  readonly settings: BlobSettings;
  /** What `reference()` gives back. */
  readonly storageArguments: JsonObject;
  /** What makes requests. Default: Azure's SDK, loaded by the first operation. */
  readonly connect?: ConnectBlob;
}

/** Objects as block blobs of a container, below a folder of it. Nothing is loaded or sent before the first operation. */
export function createContainerStorage({ settings, storageArguments, connect }: ContainerStorageOptions): Storage {
  const connection = createAzureBlobConnection(settings, connect);
  const folder = settings.folder === "" ? "" : `${settings.folder}/`;

  async function asStorage<T>(operation: StorageOperation, key: string, run: () => Promise<T>, signal?: AbortSignal) {
    try {
      return await run();
    } catch (error) {
      throw await connection.toError(error, operation, key, signal);
    }
  }

  async function* read(key: string, options: StorageReadOptions = {}): AsyncGenerator<Uint8Array, void> {
    checkStorageKey(key);
    yield* readBlob(connection, { ...options, key, blob: folder + key });
  }

  async function* list(prefix: string): AsyncGenerator<StorageObject, void> {
    checkStoragePrefix(prefix);
    let continuation: string | null = null;
    do {
      const at: string | null = continuation;
      const page: BlobPage = await asStorage("list", prefix, () =>
        connection.send((client) => client.list(folder + prefix, at)),
      );
      // Azure promises no order of characters beyond the Basic Multilingual Plane.
      const blobs = page.blobs.toSorted((left, right) => compareStorageKeys(left.name, right.name));
      for (const { name, bytes, modifiedAt } of blobs) {
        // Tools make folders visible by empty blobs whose names end so; none is ours.
        if (!name.endsWith("/")) yield { key: name.slice(folder.length), bytes, modifiedAt };
      }
      continuation = page.continuation;
    } while (continuation !== null);
  }

  return {
    specificationVersion: "v1",
    conditionalWrites: true,
    describe: () => connection.name,
    reference: () => ({ module: azureStorageModule, arguments: storageArguments }),
    read,
    list,
    async write(key, body, options = {}) {
      checkStorageKey(key);
      return writeBlob(connection, body, { ...options, key, blob: folder + key });
    },
    async exists(key) {
      checkStorageKey(key);
      return asStorage("look for", key, async () => {
        try {
          await connection.send((client) => client.look(folder + key));
          return true;
        } catch (error) {
          if (isMissingBlob(error)) return false;
          throw error;
        }
      });
    },
    async delete(key) {
      checkStorageKey(key);
      await asStorage("delete", key, async () => {
        try {
          await connection.send((client) => client.remove(folder + key));
        } catch (error) {
          if (!isMissingBlob(error)) throw error;
        }
      });
    },
  };
}

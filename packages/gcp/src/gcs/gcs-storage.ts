import { checkStorageKey, checkStoragePrefix } from "prefect-core/provider";
import type { JsonObject, Storage, StorageObject, StorageOperation, StorageReadOptions } from "prefect-core/provider";
import type { GcsPage } from "./gcs-client.ts";
import { type ConnectGcs, createGcsConnection } from "./gcs-connection.ts";
import type { GcsSettings } from "./gcs-settings.ts";
import { readObject } from "./read-object.ts";
import { writeObject } from "./write-object.ts";

/** The step module that names this storage in a work pool's storage configuration. */
export const gcsStorageModule = "prefect_gcp.bundles";

const pageObjects = 1000;

export interface BucketStorageOptions {
  readonly settings: GcsSettings;
  /** What `reference()` gives back. */
  readonly storageArguments: JsonObject;
  /** What makes requests. Default: Google's SDK, loaded by the first operation. */
  readonly connect?: ConnectGcs;
}

/** Objects of a bucket, below a folder of it. Nothing is loaded or sent before the first operation. */
export function createBucketStorage({ settings, storageArguments, connect }: BucketStorageOptions): Storage {
  const connection = createGcsConnection(settings, connect);
  const folder = settings.folder === "" ? "" : `${settings.folder}/`;

  async function explained<T>(operation: StorageOperation, key: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw await connection.toError(error, operation, key);
    }
  }

  async function* read(key: string, options: StorageReadOptions = {}): AsyncGenerator<Uint8Array, void> {
    checkStorageKey(key);
    yield* readObject(connection, { ...options, key, object: folder + key });
  }

  async function* list(prefix: string): AsyncGenerator<StorageObject, void> {
    checkStoragePrefix(prefix);
    let next: string | null = null;
    do {
      const at: string | null = next;
      const page: GcsPage = await explained("list", prefix, () =>
        connection.send((client) => client.list(folder + prefix, at, pageObjects)),
      );
      for (const { name, bytes, modifiedAt } of page.objects) {
        // Consoles make folders visible by empty objects whose names end so; none is ours.
        if (!name.endsWith("/")) yield { key: name.slice(folder.length), bytes, modifiedAt };
      }
      next = page.next;
    } while (next !== null);
  }

  return {
    specificationVersion: "v1",
    conditionalWrites: true,
    describe: () => connection.name,
    reference: () => ({ module: gcsStorageModule, arguments: storageArguments }),
    read,
    list,
    async write(key, body, options = {}) {
      checkStorageKey(key);
      return writeObject(connection, body, { ...options, key, object: folder + key });
    },
    async exists(key) {
      checkStorageKey(key);
      return explained("look for", key, async () => {
        try {
          await connection.send((client) => client.look(folder + key));
          return true;
        } catch (error) {
          if (await connection.isObjectMissing(error)) return false;
          throw error;
        }
      });
    },
    async delete(key) {
      checkStorageKey(key);
      await explained("delete", key, async () => {
        try {
          await connection.send((client) => client.remove(folder + key));
        } catch (error) {
          if (!(await connection.isObjectMissing(error))) throw error;
        }
      });
    },
  };
}

import { resolve } from "node:path";
import type { ResultSerializer } from "../../contracts/flow.ts";
import type { JsonObject } from "../../contracts/json.ts";
import type { Storage } from "../../contracts/storage.ts";
import { encodeValue } from "../../serialization/encode-value.ts";
import { toResultMetadata } from "../../serialization/result-metadata.ts";
import { toStoredValue } from "../../serialization/stored-value.ts";
import type { BlockReader } from "../../storage/block-reader.ts";
import { createDirectoryStorage } from "../../storage/directory-storage.ts";
import { findResultStorage, openResultStorage, type ResultStorageName } from "../../storage/result-storage.ts";

export interface ResultPlace {
  readonly key: string;
  readonly serializer: ResultSerializer | undefined;
  /** `null`: the local storage path. */
  readonly resultStorage: ResultStorageName | null;
  readonly localStoragePath: string;
}

/** Writes a result and gives Prefect's metadata of it. Throws `ResultStorageError` and what the storage throws. */
export async function writeResult(reader: BlockReader, value: unknown, place: ResultPlace): Promise<JsonObject> {
  const { key, serializer, resultStorage, localStoragePath } = place;
  const found = resultStorage === null ? null : await findResultStorage(reader, resultStorage);
  const storage: Storage =
    found === null ? createDirectoryStorage({ basepath: localStoragePath }) : await openResultStorage(found);
  const encoded = encodeValue(value, { rootName: "result", ...(serializer === undefined ? {} : { serializer }) });
  const metadata = toResultMetadata({
    serializer: encoded.serializer,
    key: found === null ? resolve(localStoragePath, key) : key,
    blockDocumentId: found?.blockDocumentId ?? null,
  });
  await storage.write(key, streamOf(toStoredValue(encoded.chunks, metadata)));
  return { ...metadata };
}

async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunks;
}

import { resolve } from "node:path";
import type { ResultSerializerType } from "../../contracts/flow.ts";
import type { JsonObject } from "../../contracts/json.ts";
import { encodeValue } from "../../serialization/encode-value.ts";
import { toResultMetadata } from "../../serialization/result-metadata.ts";
import { toStoredValue } from "../../serialization/stored-value.ts";
import { createDirectoryStorage } from "../../storage/directory-storage.ts";

export interface ResultPlace {
  readonly key: string;
  readonly serializer: ResultSerializerType | undefined;
  readonly basepath: string;
  readonly blockDocumentId: string | null;
}

/** Writes a result and gives Prefect's metadata of it. */
export async function writeResult(value: unknown, place: ResultPlace): Promise<JsonObject> {
  const { key, serializer, basepath, blockDocumentId } = place;
  const encoded = encodeValue(value, { rootName: "result", ...(serializer === undefined ? {} : { serializer }) });
  const metadata = toResultMetadata({
    serializer: encoded.serializer,
    key: blockDocumentId === null ? resolve(basepath, key) : key,
    blockDocumentId,
  });
  const storage = createDirectoryStorage({ basepath });
  await storage.write(key, Buffer.concat(toStoredValue(encoded.chunks, metadata)));
  return { ...metadata };
}

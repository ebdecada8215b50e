import type { ResultMetadata } from "../contracts/result-metadata.ts";
import { serializerMetadata } from "../serialization/serializer-metadata.ts";

/** The release of Prefect whose result format this is. */
const prefectVersion = "3.8.8";

/** Prefect's description of a result, as a state's `data` carries it. Pure. */
export function toResultMetadata({
  key,
  serializer,
  blockDocumentId,
}: {
  readonly key: string;
  readonly serializer: "json" | "tagged-json";
  readonly blockDocumentId: string | null;
}): ResultMetadata {
  return {
    storage_key: key,
    expiration: null,
    serializer: serializerMetadata(serializer),
    prefect_version: prefectVersion,
    storage_block_id: blockDocumentId,
  };
}

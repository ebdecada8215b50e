import type { ResultMetadata } from "../contracts/result-metadata.ts";
import { prefectRelease } from "./prefect-release.ts";
import { serializerMetadata } from "./serializer-metadata.ts";

export interface StoredResult {
  /** Its name, such as `json`, `compressed/json` or `my-package.msgpack`. */
  readonly serializer: string;
  /** `null` inside an envelope, which lies where it lies. */
  readonly key: string | null;
  /** The block of the storage that it lies in; `null` for bundle storage and the local storage path. */
  readonly blockDocumentId: string | null;
}

/** Prefect's description of a stored result, as a state's `data` carries it. Pure. */
export function toResultMetadata({ serializer, key, blockDocumentId }: StoredResult): ResultMetadata {
  return {
    storage_key: key,
    expiration: null,
    serializer: serializerMetadata(serializer),
    prefect_version: prefectRelease,
    storage_block_id: blockDocumentId,
  };
}

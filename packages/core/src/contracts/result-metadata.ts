import type { JsonObject } from "./json.ts";

/** Prefect's `ResultRecordMetadata`, which a state's `data` carries. The names are Prefect's wire names. */
export interface ResultMetadata {
  readonly storage_key: string | null;
  readonly expiration: string | null;
  readonly serializer: JsonObject & { readonly type: string };
  readonly prefect_version: string;
  readonly storage_block_id: string | null;
}

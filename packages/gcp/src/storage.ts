import type { JsonObject, Storage } from "prefect-core/provider";
import type { GcpCredentialsData } from "./blocks/gcp-blocks.ts";
import { toGcsSettings } from "./gcs/gcs-storage-module.ts";
import { createBucketStorage } from "./gcs/gcs-storage.ts";

export { gcsStorageModule } from "./gcs/gcs-storage-module.ts";

export interface GcsStorageOptions {
  readonly bucket: string;
  /** What keys are put below. Default: the bucket itself. */
  readonly folder?: string;
  /** With the fields of the block `gcp-credentials`. Default: Application Default Credentials. */
  readonly credentials?: GcpCredentialsData;
  /** A regional or private endpoint, or an emulator. Default: `STORAGE_EMULATOR_HOST`, else Google's own. */
  readonly endpoint?: string;
}

/**
 * A storage in Google Cloud Storage. The SDK is loaded by its first operation. Throws `InvalidStorageReferenceError` and
 * `InvalidBlockError`.
 */
export function createGcsStorage({ bucket, folder, credentials, endpoint }: GcsStorageOptions): Storage {
  const storageArguments: JsonObject = {
    bucket,
    ...(folder === undefined ? {} : { bucket_folder: folder }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  const given = credentials === undefined ? null : { block: "gcp-credentials", data: credentials as JsonObject };
  const settings = toGcsSettings(storageArguments, { credentials: given }, process.env["STORAGE_EMULATOR_HOST"]);
  const access = { ...settings.access, block: null };
  return createBucketStorage({ settings: { ...settings, access }, storageArguments });
}

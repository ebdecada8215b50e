import type { BlockType, StorageType } from "prefect-core/provider";
import { gcpCredentialsType } from "./blocks/gcp-credentials-type.ts";
import { gcsBucketType } from "./blocks/gcs-bucket-type.ts";
import { gcsStorageType } from "./gcs/gcs-storage-type.ts";

/** What `work-pool storage configure` offers. */
export const storageTypes: readonly StorageType[] = [gcsStorageType];

/** What `block register` registers. */
export const blockTypes: readonly BlockType[] = [gcpCredentialsType, gcsBucketType];

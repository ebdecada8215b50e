import type { BlockType, StorageType } from "prefect-core/provider";
import { azureBlobStorageContainerType } from "./blocks/blob-storage-container-type.ts";
import { azureBlobStorageCredentialsType } from "./blocks/blob-storage-credentials-type.ts";
import { azureStorageType } from "./blob/azure-storage-type.ts";

/** What `work-pool storage configure` offers. */
export const storageTypes: readonly StorageType[] = [azureStorageType];

/** What `block register` registers. */
export const blockTypes: readonly BlockType[] = [azureBlobStorageCredentialsType, azureBlobStorageContainerType];

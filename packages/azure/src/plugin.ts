import type { BlockType, InfrastructureType, StorageType } from "prefect-core/provider";
import { azureBlobStorageContainerType } from "./blocks/blob-storage-container-type.ts";
import { azureBlobStorageCredentialsType } from "./blocks/blob-storage-credentials-type.ts";
import { azureContainerInstanceCredentialsType } from "./blocks/container-instance-credentials-type.ts";
import { azureStorageType } from "./blob/azure-storage-type.ts";
import { azureContainerInstanceInfrastructure } from "./container-instance/azure-container-instance.ts";
import type { AzureContainerInstanceConfiguration } from "./container-instance/azure-container-instance-configuration.ts";
import type { AzureContainerInstanceOptions } from "./container-instance/azure-container-instance-options.ts";

/** What the command line and workers discover. */
export const infrastructureTypes: readonly [
  InfrastructureType<AzureContainerInstanceOptions, AzureContainerInstanceConfiguration>,
] = [azureContainerInstanceInfrastructure];

/** What `work-pool storage configure` offers. */
export const storageTypes: readonly StorageType[] = [azureStorageType];

/** What `block register` registers. */
export const blockTypes: readonly BlockType[] = [
  azureBlobStorageCredentialsType,
  azureBlobStorageContainerType,
  azureContainerInstanceCredentialsType,
];

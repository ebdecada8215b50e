/** What this package is inside a bundle, where `prefect-core` is the engine: its blocks, and nothing that loads an SDK. */
export {
  AzureBlobStorageContainer,
  AzureBlobStorageCredentials,
  AzureContainerInstanceCredentials,
} from "./blocks/azure-blocks.ts";

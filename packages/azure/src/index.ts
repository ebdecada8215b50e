export {
  AzureBlobStorageContainer,
  AzureBlobStorageCredentials,
  type AzureBlobStorageContainerData,
  type AzureBlobStorageCredentialsData,
} from "./blocks/azure-blocks.ts";

export {
  AzureBlobStorageContainer,
  AzureBlobStorageCredentials,
  AzureContainerInstanceCredentials,
  type AzureBlobStorageContainerData,
  type AzureBlobStorageCredentialsData,
  type AzureContainerInstanceCredentialsData,
} from "./blocks/azure-blocks.ts";
export { azureContainerInstance } from "./container-instance/azure-container-instance.ts";
export type {
  AzureContainerInstanceOptions,
  RegistryIdentity,
} from "./container-instance/azure-container-instance-options.ts";

import { createDetachedDecorator, type DetachedDecorator } from "prefect-core/provider";

/** What this package is inside a bundle, where `prefect-core` is the engine: its decorators, which launch nothing there, its blocks and errors, and no SDK. */
export {
  AzureBlobStorageContainer,
  AzureBlobStorageCredentials,
  AzureContainerInstanceCredentials,
} from "./blocks/azure-blocks.ts";

export const azureContainerInstance: DetachedDecorator = createDetachedDecorator("azure-container-instance");

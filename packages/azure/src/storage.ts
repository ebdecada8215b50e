import type { JsonObject, Storage } from "prefect-core/provider";
import type { AzureBlobStorageCredentialsData } from "./blocks/azure-blocks.ts";
import { createContainerStorage } from "./blob/azure-blob-storage.ts";
import { toBlobSettings } from "./blob/azure-storage-module.ts";
import { readAzureEnvironment } from "./credentials/azure-environment.ts";

export { azureStorageModule } from "./blob/azure-storage-module.ts";

export interface AzureBlobStorageOptions {
  readonly container: string;
  /** What keys are put below. Default: the container itself. */
  readonly folder?: string;
  /**
   * With the fields of the block `azure-blob-storage-credentials`. Default: `AZURE_STORAGE_CONNECTION_STRING`, or
   * `accountUrl` with Azure's default chain of credentials.
   */
  readonly credentials?: AzureBlobStorageCredentialsData;
  /** `https://ACCOUNT.blob.core.windows.net`. Default: as `AZURE_STORAGE_ACCOUNT` says. */
  readonly accountUrl?: string;
}

/**
 * A storage in Azure Blob Storage. The SDK is loaded by its first operation. Throws `InvalidStorageReferenceError` and
 * `InvalidBlockError`.
 */
export function createAzureBlobStorage(options: AzureBlobStorageOptions): Storage {
  const { container, folder, credentials, accountUrl } = options;
  const storageArguments: JsonObject = {
    container,
    ...(folder === undefined ? {} : { base_folder: folder }),
    ...(accountUrl === undefined ? {} : { account_url: accountUrl }),
  };
  const block = "azure-blob-storage-credentials";
  const given = credentials === undefined ? null : { block, data: credentials as JsonObject };
  const settings = toBlobSettings(storageArguments, { credentials: given }, readAzureEnvironment(process.env));
  return createContainerStorage({ settings: { ...settings, block: null }, storageArguments });
}

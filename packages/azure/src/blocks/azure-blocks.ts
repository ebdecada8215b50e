import { type Block, type BlockClass, defineBlock } from "prefect-core/provider";
import { azureBlobStorageContainerType } from "./blob-storage-container-type.ts";
import { azureBlobStorageCredentialsType } from "./blob-storage-credentials-type.ts";
import { azureContainerInstanceCredentialsType } from "./container-instance-credentials-type.ts";

/** Fields of `azure-blob-storage-credentials`: a connection string, or an account's URL with or without a principal. */
export interface AzureBlobStorageCredentialsData {
  /** Secret. With an account key or a shared access signature. */
  readonly connection_string?: string | null;
  /** `https://ACCOUNT.blob.core.windows.net`, or a sovereign cloud's; with Azure's default chain of credentials. */
  readonly account_url?: string | null;
  /** Of a service principal; with `tenant_id` and `client_secret`. */
  readonly client_id?: string | null;
  readonly tenant_id?: string | null;
  /** Secret. */
  readonly client_secret?: string | null;
}

/** Fields of `azure-blob-storage-container`. */
export interface AzureBlobStorageContainerData {
  readonly container_name: string;
  /** Saved before. Default: what the environment says. */
  readonly credentials?: Block<AzureBlobStorageCredentialsData> | AzureBlobStorageCredentialsData;
  /** What keys are put below. Default: the container itself. */
  readonly base_folder?: string | null;
}

/** Prefect's block for access to a storage account. */
export const AzureBlobStorageCredentials: BlockClass<AzureBlobStorageCredentialsData> =
  defineBlock<AzureBlobStorageCredentialsData>(azureBlobStorageCredentialsType);

/** Prefect's block for a container: a flow's `resultStorage`, or a pool's. */
export const AzureBlobStorageContainer: BlockClass<AzureBlobStorageContainerData> =
  defineBlock<AzureBlobStorageContainerData>(azureBlobStorageContainerType);

/** Fields of `azure-container-instance-credentials`: a service principal, or nothing for Azure's default chain. */
export interface AzureContainerInstanceCredentialsData {
  /** With `tenant_id` and `client_secret`. */
  readonly client_id?: string | null;
  readonly tenant_id?: string | null;
  /** Secret. */
  readonly client_secret?: string | null;
  /** `authority`, for sovereign clouds, and `managed_identity_client_id`. */
  readonly credential_kwargs?: Readonly<Record<string, string>>;
}

/** Prefect's block for access to Azure Resource Manager. */
export const AzureContainerInstanceCredentials: BlockClass<AzureContainerInstanceCredentialsData> =
  defineBlock<AzureContainerInstanceCredentialsData>(azureContainerInstanceCredentialsType);

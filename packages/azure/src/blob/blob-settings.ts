import type { AzureAccess } from "../credentials/azure-access.ts";

/** Where blobs are, and who asks for them. */
export interface BlobSettings {
  readonly container: string;
  /** Without slashes at its ends; empty for the container itself. */
  readonly folder: string;
  readonly access: AzureAccess;
  /** The credentials block that says so, for messages: `azure-blob-storage-credentials/my-creds`. */
  readonly block: string | null;
}

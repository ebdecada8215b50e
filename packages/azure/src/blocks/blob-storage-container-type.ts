import type { BlockType } from "prefect-core/provider";
import { azureBlobStorageCredentialsModel, schemaRelease } from "./blob-storage-credentials-type.ts";

/** Prefect's block for a container, or a folder of one. */
export const azureBlobStorageContainerType: BlockType = {
  specificationVersion: "v1",
  name: "Azure Blob Storage Container",
  slug: "azure-blob-storage-container",
  description:
    "Represents a container in Azure Blob Storage.\n\nThis class provides methods for downloading and uploading files and folders\nto and from the Azure Blob Storage container.",
  documentationUrl: "https://docs.prefect.io/integrations/prefect-azure",
  logoUrl: "https://cdn.sanity.io/images/3ugk85nk/production/54e3fa7e00197a4fbd1d82ed62494cb58d08c96a-250x250.png",
  version: schemaRelease,
  capabilities: ["get-directory", "put-directory", "read-path", "write-path"],
  fields: {
    block_schema_references: {
      credentials: {
        block_schema_checksum: "sha256:372d3e4c9374d1d3aa02e4f83b5a7c5e375d2cc97afd46a80a8e12bfea585f74",
        block_type_slug: "azure-blob-storage-credentials",
      },
    },
    block_type_slug: "azure-blob-storage-container",
    description:
      "Represents a container in Azure Blob Storage.\n\nThis class provides methods for downloading and uploading files and folders\nto and from the Azure Blob Storage container.",
    properties: {
      container_name: {
        description: "The name of a Azure Blob Storage container.",
        title: "Container Name",
        type: "string",
        position: 0,
      },
      credentials: {
        $ref: "#/definitions/AzureBlobStorageCredentials",
        description: "The credentials to use for authentication with Azure.",
        position: 1,
      },
      base_folder: {
        anyOf: [
          {
            type: "string",
          },
          {
            type: "null",
          },
        ],
        default: null,
        description: "A base path to a folder within the container to use for reading and writing objects.",
        title: "Base Folder",
        position: 2,
      },
    },
    required: ["container_name"],
    secret_fields: ["credentials.connection_string", "credentials.client_secret"],
    title: "AzureBlobStorageContainer",
    type: "object",
    definitions: { AzureBlobStorageCredentials: azureBlobStorageCredentialsModel },
  },
};

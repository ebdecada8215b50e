import type { BlockType, JsonObject } from "prefect-core/provider";

/** The release of Prefect's integration whose schemas these are: equal fields make one schema for both editions. */
export const schemaRelease = "0.4.13";

export const azureBlobStorageCredentialsModel: JsonObject = {
  block_schema_references: {},
  block_type_slug: "azure-blob-storage-credentials",
  description:
    "Stores credentials for authenticating with Azure Blob Storage.\n\nAuthentication can be done using one of the following methods:\n1. Connection string: Provide a connection string for your Azure storage account.\n2. Account URL with DefaultAzureCredential: Provide an account URL and credentials\n   will be discovered automatically using DefaultAzureCredential.\n3. Account URL with Service Principal: Provide an account URL along with client_id,\n   tenant_id, and client_secret for service principal authentication.",
  properties: {
    connection_string: {
      anyOf: [
        {
          format: "password",
          type: "string",
          writeOnly: true,
        },
        {
          type: "null",
        },
      ],
      default: null,
      description:
        "The connection string to your Azure storage account. If provided, the connection string will take precedence over the account URL.",
      title: "Connection String",
      position: 0,
    },
    account_url: {
      anyOf: [
        {
          type: "string",
        },
        {
          type: "null",
        },
      ],
      default: null,
      description:
        "The URL for your Azure storage account. Required for DefaultAzureCredential or service principal authentication.",
      title: "Account URL",
      position: 1,
    },
    client_id: {
      anyOf: [
        {
          type: "string",
        },
        {
          type: "null",
        },
      ],
      default: null,
      description:
        "The service principal client ID. If provided, tenant_id and client_secret must also be provided for service principal authentication.",
      title: "Client ID",
      position: 2,
    },
    tenant_id: {
      anyOf: [
        {
          type: "string",
        },
        {
          type: "null",
        },
      ],
      default: null,
      description:
        "The service principal tenant ID. If provided, client_id and client_secret must also be provided for service principal authentication.",
      title: "Tenant ID",
      position: 3,
    },
    client_secret: {
      anyOf: [
        {
          format: "password",
          type: "string",
          writeOnly: true,
        },
        {
          type: "null",
        },
      ],
      default: null,
      description:
        "The service principal client secret. If provided, client_id and tenant_id must also be provided for service principal authentication.",
      title: "Client Secret",
      position: 4,
    },
  },
  secret_fields: ["connection_string", "client_secret"],
  title: "AzureBlobStorageCredentials",
  type: "object",
};

/** Prefect's block for access to a storage account. */
export const azureBlobStorageCredentialsType: BlockType = {
  specificationVersion: "v1",
  name: "Azure Blob Storage Credentials",
  slug: "azure-blob-storage-credentials",
  description: azureBlobStorageCredentialsModel["description"] as string,
  documentationUrl: "https://docs.prefect.io/integrations/prefect-azure",
  logoUrl: "https://cdn.sanity.io/images/3ugk85nk/production/54e3fa7e00197a4fbd1d82ed62494cb58d08c96a-250x250.png",
  version: schemaRelease,
  capabilities: [],
  fields: azureBlobStorageCredentialsModel,
};

import type { BlockType, JsonObject } from "prefect-core/provider";
import { schemaRelease } from "./blob-storage-credentials-type.ts";

const optionalText = [{ type: "string" }, { type: "null" }];
const together =
  "If none of client_id, tenant_id, and client_secret are provided, will use DefaultAzureCredential; else will need to provide all three to use ClientSecretCredential.";

const azureContainerInstanceCredentialsModel: JsonObject = {
  block_schema_references: {},
  block_type_slug: "azure-container-instance-credentials",
  description:
    "Block used to manage Azure Container Instances authentication. Stores Azure Service\nPrincipal authentication data.",
  properties: {
    client_id: {
      anyOf: optionalText,
      default: null,
      description: `The service principal client ID. ${together}`,
      title: "Client ID",
      position: 0,
    },
    // Prefect's texts lack the blank between their sentences, and equal texts make one schema for both editions.
    tenant_id: {
      anyOf: optionalText,
      default: null,
      description: `The service principal tenant ID.${together}`,
      title: "Tenant ID",
      position: 1,
    },
    client_secret: {
      anyOf: [{ format: "password", type: "string", writeOnly: true }, { type: "null" }],
      default: null,
      description: `The service principal client secret.${together}`,
      title: "Client Secret",
      position: 2,
    },
    credential_kwargs: {
      description: "Additional keyword arguments to pass to `ClientSecretCredential` or `DefaultAzureCredential`.",
      title: "Additional Credential Keyword Arguments",
      type: "object",
      position: 3,
    },
  },
  secret_fields: ["client_secret"],
  title: "AzureContainerInstanceCredentials",
  type: "object",
};

/** Prefect's block for access to Azure Resource Manager. */
export const azureContainerInstanceCredentialsType: BlockType = {
  specificationVersion: "v1",
  name: "Azure Container Instance Credentials",
  slug: "azure-container-instance-credentials",
  description: azureContainerInstanceCredentialsModel["description"] as string,
  documentationUrl: "https://docs.prefect.io/integrations/prefect-azure",
  logoUrl: "https://cdn.sanity.io/images/3ugk85nk/production/54e3fa7e00197a4fbd1d82ed62494cb58d08c96a-250x250.png",
  version: schemaRelease,
  capabilities: [],
  fields: azureContainerInstanceCredentialsModel,
};

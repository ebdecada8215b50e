import type { BlockType, JsonObject } from "prefect-core/provider";

/** The release of Prefect's integration whose schemas these are: equal fields make one schema for both editions. */
export const schemaRelease = "0.6.22";

export const gcpCredentialsModel: JsonObject = {
  block_schema_references: {},
  block_type_slug: "gcp-credentials",
  description:
    "Block used to manage authentication with GCP. Google authentication is\nhandled via the `google.oauth2` module or through the CLI.\nSpecify either one of service `account_file` or `service_account_info`; if both\nare not specified, the client will try to detect the credentials following Google's\n[Application Default Credentials](https://cloud.google.com/docs/authentication/application-default-credentials).\nSee Google's [Authentication documentation](https://cloud.google.com/docs/authentication#service-accounts)\nfor details on inference and recommended authentication patterns.",
  properties: {
    service_account_file: {
      anyOf: [
        {
          format: "path",
          type: "string",
        },
        {
          type: "null",
        },
      ],
      default: null,
      description: "Path to the service account JSON keyfile.",
      title: "Service Account File",
      position: 0,
    },
    service_account_info: {
      anyOf: [
        {
          additionalProperties: true,
          type: "object",
        },
        {
          type: "null",
        },
      ],
      default: null,
      description: "The contents of the keyfile as a dict.",
      title: "Service Account Info",
      position: 1,
    },
    project: {
      anyOf: [
        {
          type: "string",
        },
        {
          type: "null",
        },
      ],
      default: null,
      description: "The GCP project to use for the client.",
      title: "Project",
      position: 2,
    },
  },
  secret_fields: ["service_account_info.*"],
  title: "GcpCredentials",
  type: "object",
};

/** Prefect's block for access to Google Cloud. */
export const gcpCredentialsType: BlockType = {
  specificationVersion: "v1",
  name: "GCP Credentials",
  slug: "gcp-credentials",
  description: gcpCredentialsModel["description"] as string,
  documentationUrl: "https://docs.prefect.io/integrations/prefect-gcp",
  logoUrl: "https://cdn.sanity.io/images/3ugk85nk/production/10424e311932e31c477ac2b9ef3d53cefbaad708-250x250.png",
  version: schemaRelease,
  capabilities: [],
  fields: gcpCredentialsModel,
};

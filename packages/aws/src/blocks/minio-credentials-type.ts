import { awsClientParameters, schemaRelease } from "./aws-block-definitions.ts";
import type { BlockType, JsonObject } from "prefect-core/provider";

export const minioCredentialsModel: JsonObject = {
  block_schema_references: {},
  block_type_slug: "minio-credentials",
  description:
    "Block used to manage authentication with MinIO. Refer to the MinIO docs: https://docs.min.io/docs/minio-server-configuration-guide.html for more info about the possible credential configurations.",
  properties: {
    minio_root_user: {
      description: "Admin or root user.",
      title: "Minio Root User",
      type: "string",
      position: 0,
    },
    minio_root_password: {
      description: "Admin or root password.",
      format: "password",
      title: "Minio Root Password",
      type: "string",
      writeOnly: true,
      position: 1,
    },
    region_name: {
      anyOf: [
        {
          type: "string",
        },
        {
          type: "null",
        },
      ],
      default: null,
      description: "The AWS Region where you want to create new connections.",
      title: "Region Name",
      position: 2,
    },
    aws_client_parameters: {
      $ref: "#/definitions/AwsClientParameters",
      description: "Extra parameters to initialize the Client.",
      position: 3,
    },
  },
  required: ["minio_root_user", "minio_root_password"],
  secret_fields: ["minio_root_password"],
  title: "MinIOCredentials",
  type: "object",
};

/** Prefect's block for access to MinIO. */
export const minioCredentialsType: BlockType = {
  specificationVersion: "v1",
  name: "MinIO Credentials",
  slug: "minio-credentials",
  description:
    "Block used to manage authentication with MinIO. Refer to the MinIO docs: https://docs.min.io/docs/minio-server-configuration-guide.html for more info about the possible credential configurations.",
  documentationUrl: "https://docs.prefect.io/integrations/prefect-aws",
  logoUrl: "https://cdn.sanity.io/images/3ugk85nk/production/676cb17bcbdff601f97e0a02ff8bcb480e91ff40-250x250.png",
  version: schemaRelease,
  capabilities: [],
  fields: { ...minioCredentialsModel, definitions: { AwsClientParameters: awsClientParameters } },
};

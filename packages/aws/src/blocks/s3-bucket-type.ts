import type { BlockType } from "prefect-core/provider";
import { assumeRoleParameters, awsClientParameters, schemaRelease } from "./aws-block-definitions.ts";
import { awsCredentialsModel } from "./aws-credentials-type.ts";
import { minioCredentialsModel } from "./minio-credentials-type.ts";

/** Prefect's block for a bucket, or a folder of one. */
export const s3BucketType: BlockType = {
  specificationVersion: "v1",
  name: "S3 Bucket",
  slug: "s3-bucket",
  description: "Block used to store data using AWS S3 or S3-compatible object storage like MinIO.",
  documentationUrl: "https://docs.prefect.io/integrations/prefect-aws",
  logoUrl: "https://cdn.sanity.io/images/3ugk85nk/production/d74b16fe84ce626345adf235a47008fea2869a60-225x225.png",
  version: schemaRelease,
  capabilities: ["get-directory", "put-directory", "read-path", "write-path"],
  fields: {
    block_schema_references: {
      credentials: [
        {
          block_schema_checksum: "sha256:871fdc62bf3af9e148c2654700411598860db735add291a8238adeef814767a8",
          block_type_slug: "minio-credentials",
        },
        {
          block_schema_checksum: "sha256:c45e6bbf862f533edf08cd94a22228976c2782163c68a7c089473c630a4c319f",
          block_type_slug: "aws-credentials",
        },
      ],
    },
    block_type_slug: "s3-bucket",
    description: "Block used to store data using AWS S3 or S3-compatible object storage like MinIO.",
    properties: {
      bucket_name: {
        description: "Name of your bucket.",
        title: "Bucket Name",
        type: "string",
        position: 0,
      },
      credentials: {
        anyOf: [
          {
            $ref: "#/definitions/MinIOCredentials",
          },
          {
            $ref: "#/definitions/AwsCredentials",
          },
        ],
        description: "A block containing your credentials to AWS or MinIO.",
        title: "Credentials",
        position: 1,
      },
      bucket_folder: {
        default: "",
        description: "A default path to a folder within the S3 bucket to use for reading and writing objects.",
        title: "Bucket Folder",
        type: "string",
        position: 2,
      },
    },
    required: ["bucket_name"],
    secret_fields: [
      "credentials.minio_root_password",
      "credentials.aws_secret_access_key",
      "credentials.aws_session_token",
    ],
    title: "S3Bucket",
    type: "object",
    definitions: {
      AssumeRoleParameters: assumeRoleParameters,
      AwsClientParameters: awsClientParameters,
      AwsCredentials: awsCredentialsModel,
      MinIOCredentials: minioCredentialsModel,
    },
  },
};

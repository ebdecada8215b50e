import { assumeRoleParameters, awsClientParameters, schemaRelease } from "./aws-block-definitions.ts";
import type { BlockType, JsonObject } from "prefect-core/provider";

export const awsCredentialsModel: JsonObject = {
  block_schema_references: {},
  block_type_slug: "aws-credentials",
  description:
    "Block used to manage authentication with AWS. AWS authentication is\nhandled via the `boto3` module. Refer to the\n[boto3 docs](https://boto3.amazonaws.com/v1/documentation/api/latest/guide/credentials.html)\nfor more info about the possible credential configurations.",
  properties: {
    aws_access_key_id: {
      anyOf: [
        {
          type: "string",
        },
        {
          type: "null",
        },
      ],
      default: null,
      description: "A specific AWS access key ID.",
      title: "AWS Access Key ID",
      position: 0,
    },
    aws_secret_access_key: {
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
      description: "A specific AWS secret access key.",
      title: "AWS Access Key Secret",
      position: 1,
    },
    aws_session_token: {
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
        "The session key for your AWS account. This is only needed when you are using temporary credentials.",
      title: "AWS Session Token",
      position: 2,
    },
    profile_name: {
      anyOf: [
        {
          type: "string",
        },
        {
          type: "null",
        },
      ],
      default: null,
      description: "The profile to use when creating your session.",
      title: "Profile Name",
      position: 3,
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
      position: 4,
    },
    aws_client_parameters: {
      $ref: "#/definitions/AwsClientParameters",
      description: "Extra parameters to initialize the Client.",
      title: "AWS Client Parameters",
      position: 5,
    },
    assume_role_arn: {
      anyOf: [
        {
          type: "string",
        },
        {
          type: "null",
        },
      ],
      default: null,
      description: "The ARN of the IAM role to assume.",
      title: "Assume Role ARN",
      position: 6,
    },
    assume_role_kwargs: {
      $ref: "#/definitions/AssumeRoleParameters",
      description: "Additional parameters for the assume_role call.",
      title: "Assume Role Parameters",
      position: 7,
    },
  },
  // Prefect lists the key alone; this list does not count in the checksum.
  secret_fields: ["aws_secret_access_key", "aws_session_token"],
  title: "AwsCredentials",
  type: "object",
};

/** Prefect's block for access to AWS. */
export const awsCredentialsType: BlockType = {
  specificationVersion: "v1",
  name: "AWS Credentials",
  slug: "aws-credentials",
  description:
    "Block used to manage authentication with AWS. AWS authentication is\nhandled via the `boto3` module. Refer to the\n[boto3 docs](https://boto3.amazonaws.com/v1/documentation/api/latest/guide/credentials.html)\nfor more info about the possible credential configurations.",
  documentationUrl: "https://docs.prefect.io/integrations/prefect-aws",
  logoUrl: "https://cdn.sanity.io/images/3ugk85nk/production/d74b16fe84ce626345adf235a47008fea2869a60-225x225.png",
  version: schemaRelease,
  capabilities: [],
  fields: {
    ...awsCredentialsModel,
    definitions: { AssumeRoleParameters: assumeRoleParameters, AwsClientParameters: awsClientParameters },
  },
};

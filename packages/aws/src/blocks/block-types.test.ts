import { expect, test } from "@jest/globals";
import { blockSchemaChecksum } from "prefect-core/testing";
import { awsCredentialsType } from "./aws-credentials-type.ts";
import { minioCredentialsType } from "./minio-credentials-type.ts";
import { s3BucketType } from "./s3-bucket-type.ts";

test("the schemas are those that prefect-aws 0.7.12 registers, so that both editions share their blocks", () => {
  expect(
    [awsCredentialsType, minioCredentialsType, s3BucketType].map(({ fields }) => blockSchemaChecksum(fields)),
  ).toEqual([
    "sha256:c45e6bbf862f533edf08cd94a22228976c2782163c68a7c089473c630a4c319f",
    "sha256:871fdc62bf3af9e148c2654700411598860db735add291a8238adeef814767a8",
    "sha256:b64f6c8c35de83a40fec217bab4237d9689e4ae29004324d0ab409ce22fb25f0",
  ]);
});

test("session tokens are secret too, alone and in a bucket's credentials", () => {
  expect(awsCredentialsType.fields["secret_fields"]).toEqual(["aws_secret_access_key", "aws_session_token"]);
  expect(s3BucketType.fields["secret_fields"]).toContain("credentials.aws_session_token");
});

import { expect, test } from "@jest/globals";
import { blockSchemaChecksum } from "prefect-core/testing";
import { gcpCredentialsType } from "./gcp-credentials-type.ts";
import { gcsBucketType } from "./gcs-bucket-type.ts";

test("the schemas are those that prefect-gcp 0.6.22 registers, so that both editions share their blocks", () => {
  expect([gcpCredentialsType, gcsBucketType].map(({ fields }) => blockSchemaChecksum(fields))).toEqual([
    "sha256:5e8a10b87d7e7bbd4acc1d83b498e8577bb01dfd2b6b518e1400bdb41da97886",
    "sha256:d85725d2d729e079228cea21a25f61f073681a6c590a074c99985d3a9274a225",
  ]);
});

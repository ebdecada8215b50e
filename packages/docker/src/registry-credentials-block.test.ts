import { expect, test } from "@jest/globals";
import { blockSchemaChecksum } from "prefect-core/testing";
import { registryCredentialsType } from "./registry-credentials-block.ts";

test("the schema is the one that prefect-docker 0.7.4 registers, so that both editions share their blocks", () => {
  expect(blockSchemaChecksum(registryCredentialsType.fields)).toBe(
    "sha256:3a9e2b9868e8e5db4ec917f1e2d77d891b0c570b99c2fad9b2a59aad6926d60a",
  );
});

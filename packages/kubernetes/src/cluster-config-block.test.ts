import { expect, test } from "@jest/globals";
import { blockSchemaChecksum } from "prefect-core/testing";
import { clusterConfigType, KubernetesClusterConfig } from "./cluster-config-block.ts";

test("the schema is the one that prefect-kubernetes 0.8.0 registers, so that both editions share their blocks", () => {
  expect(blockSchemaChecksum(clusterConfigType.fields)).toBe(
    "sha256:1842dc8b213ef1595f75681856fae25aee4e0639a0ea867a41f90138edbd664d",
  );
});

test("printing a block shows none of its configuration", () => {
  const block = new KubernetesClusterConfig({ config: { users: [{ token: "hidden" }] }, context_name: "prod" });
  expect(JSON.stringify(block)).not.toContain("hidden");
  expect(JSON.stringify(block)).toContain("prod");
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { corePackageRoot } from "./core-package.ts";
import { requireNode } from "./require-node.ts";

test.each(["20.20.2", "22.18.0", "8.0.0"])("Node.js %s is refused by name", (version) => {
  expect(() => requireNode(version)).toThrow(`prefect-core needs Node.js 22.19 or newer; this is ${version}.`);
});

test.each(["22.19.0", "24.0.0", "23.1.0"])("Node.js %s will do", (version) => {
  expect(() => requireNode(version)).not.toThrow();
});

test("the oldest version is what the package tells package managers", async () => {
  const manifest = JSON.parse(await readFile(join(corePackageRoot(), "package.json"), "utf8")) as {
    engines: { node: string };
  };
  expect(() => requireNode(manifest.engines.node.replace(">=", ""))).not.toThrow();
  expect(manifest.engines.node).toBe(">=22.19");
});

import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { cloudRunAccessNeeds } from "./access-checks.ts";
import { cloudRun, cloudRunInfrastructure } from "./cloud-run.ts";

describe("the documentation", () => {
  test("has a row for every variable of the template", async () => {
    const text = await readFile(new URL("../../../../docs/cloud-run.md", import.meta.url), "utf8");
    const documented = [...text.matchAll(/^\| `\w+` +\| `(\w+)`/gm)].map((match) => match[1]);
    const { properties } = cloudRunInfrastructure.baseJobTemplate.variables as { readonly properties: object };
    expect(documented.toSorted()).toEqual(Object.keys(properties).toSorted());
  });

  test("gives a role of exactly the permissions that are asked about", async () => {
    const text = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const role = /title: Prefect submitter\nincludedPermissions:\n((?: {2}- .*\n)+)/.exec(text)?.[1] ?? "";
    const given = [...role.matchAll(/- (\S+)/g)].map((match) => match[1]);
    expect(given.toSorted()).toEqual(cloudRunAccessNeeds.map(({ permission }) => permission).toSorted());
  });
});

test("an option that cannot be meant is refused where the decorator is called", () => {
  expect(() => cloudRun({ regoin: "us-central1" } as never)).toThrow("Did you mean 'region'?");
});

test.each([
  [{ source: "env", name: "TOKEN" }, /secret\.gcp\(resource\)/],
  [{ source: "gcp", resource: "no such/name" }, /must be the name of a secret/],
])("a secret that a job cannot be handed is refused before a run exists: %j", (secret, message) => {
  expect(() => cloudRunInfrastructure.toJobVariables({ secrets: { TOKEN: secret } } as never)).toThrow(message);
});

test("a GPU is refused with where it can be asked for", () => {
  expect(() => cloudRunInfrastructure.toJobVariables({ resources: { gpu: 1 } })).toThrow("nodeSelector.accelerator");
});

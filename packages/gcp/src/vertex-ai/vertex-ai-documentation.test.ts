import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { vertexAiAccessNeeds } from "./access-checks.ts";
import { vertexAiInfrastructure } from "./vertex-ai.ts";

describe("the documentation", () => {
  test("has a row for every variable of the template", async () => {
    const text = await readFile(new URL("../../../../docs/vertex-ai.md", import.meta.url), "utf8");
    const documented = [...text.matchAll(/^\| `\w+` +\| `(\w+)`/gm)].map((match) => match[1]);
    const { properties } = vertexAiInfrastructure.baseJobTemplate.variables as { readonly properties: object };
    expect(documented.toSorted()).toEqual(Object.keys(properties).toSorted());
  });

  test("gives a role of exactly the permissions that are asked about", async () => {
    const text = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const role = [...text.matchAll(/```yaml\n(.*?)```/gs)]
      .map(([, yaml = ""]) => yaml)
      .find((yaml) => yaml.includes("Vertex AI"));
    const given = [...(role ?? "").matchAll(/^ {2}- ([a-zA-Z.]+)$/gm)].map((match) => match[1]);
    expect(given.toSorted()).toEqual(vertexAiAccessNeeds.map(({ permission }) => permission).toSorted());
  });
});

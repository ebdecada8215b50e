import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { docker, dockerInfrastructure } from "./docker.ts";

describe("the documentation", () => {
  test("has a row for every variable of the template", async () => {
    const text = await readFile(new URL("../../../docs/docker.md", import.meta.url), "utf8");
    const documented = [...text.matchAll(/^\| `\w+` +\| `(\w+)`/gm)].map((match) => match[1]);
    const { properties } = dockerInfrastructure.baseJobTemplate.variables as { readonly properties: object };
    expect(documented.toSorted()).toEqual(Object.keys(properties).toSorted());
  });
});

test("an option that cannot be meant is refused where the decorator is called", () => {
  expect(() => docker({ env: { "A=B": "" } })).toThrow("has a name that no environment variable can have");
});

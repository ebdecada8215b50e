import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { accessNeeds, allows } from "./access-checks.ts";
import { azureContainerInstanceInfrastructure } from "./azure-container-instance.ts";

describe("the documentation", () => {
  test("has a row for every variable of the template", async () => {
    const text = await readFile(new URL("../../../../docs/azure-container-instance.md", import.meta.url), "utf8");
    const documented = [...text.matchAll(/^\| `\w+` +\| `(\w+)`/gm)].map((match) => match[1]);
    const { properties } = azureContainerInstanceInfrastructure.baseJobTemplate.variables as {
      readonly properties: object;
    };
    expect(documented.toSorted()).toEqual(Object.keys(properties).toSorted());
  });

  test("gives a role of exactly the actions that are asked about", async () => {
    const text = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const given = [...text.matchAll(/"(Microsoft\.(?:ContainerInstance|Resources)\/[^"]+)"/g)].map((match) => match[1]);
    expect(given.toSorted()).toEqual(accessNeeds.map(({ action }) => action).toSorted());
  });
});

test.each([
  [{ actions: ["*"] }, true],
  [{ actions: ["Microsoft.ContainerInstance/containerGroups/*"] }, true],
  [{ actions: ["microsoft.containerinstance/containergroups/write"] }, true],
  [{ actions: ["*/read"] }, false],
  [{ actions: ["*"], notActions: ["*/write"] }, false],
])("a role allows an action by its patterns, save for its exceptions: %j", (role, isAllowed) => {
  expect(allows(role, "Microsoft.ContainerInstance/containerGroups/write")).toBe(isAllowed);
});

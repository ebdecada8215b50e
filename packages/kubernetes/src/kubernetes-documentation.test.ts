import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { accessNeeds } from "./access-checks.ts";
import { kubernetes, kubernetesInfrastructure } from "./kubernetes.ts";

describe("the documentation", () => {
  test("has a row for every variable of the template", async () => {
    const text = await readFile(new URL("../../../docs/kubernetes.md", import.meta.url), "utf8");
    const documented = [...text.matchAll(/^\| `\w+` +\| `(\w+)`/gm)].map((match) => match[1]);
    const { properties } = kubernetesInfrastructure.baseJobTemplate.variables as { readonly properties: object };
    expect(documented.toSorted()).toEqual(Object.keys(properties).toSorted());
  });

  test("gives a Role of exactly the verbs that are asked about", async () => {
    const text = await readFile(new URL("../README.md", import.meta.url), "utf8");
    const rules = [...text.matchAll(/apiGroups: \["(.*?)"\]\n +resources: \["(.*?)"\]\n +verbs: \[(.*?)\]/g)];
    const given = rules.flatMap(([, group, resource, verbs = ""]) =>
      verbs.split(", ").map((verb) => `${verb.replaceAll('"', "")} ${resource} ${group}`),
    );
    const needed = accessNeeds.map(
      ({ verb, group, resource, subresource }) =>
        `${verb} ${resource}${subresource === undefined ? "" : `/${subresource}`} ${group}`,
    );
    expect(given.toSorted()).toEqual(needed.toSorted());
  });
});

test("an option that cannot be meant is refused where the decorator is called", () => {
  expect(() => kubernetes({ nameSpace: "ml" } as never)).toThrow("Did you mean 'namespace'?");
});

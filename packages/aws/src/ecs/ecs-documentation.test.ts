import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { accessNeeds } from "./access-checks.ts";
import { ecs, ecsInfrastructure } from "./ecs.ts";

interface Policy {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: string | string[];
    readonly Resource: unknown;
  }[];
}

async function readPolicies(): Promise<readonly Policy[]> {
  const text = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  return [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json = ""]) => JSON.parse(json) as Policy);
}

describe("the documentation", () => {
  test("has a row for every variable of the template", async () => {
    const text = await readFile(new URL("../../../../docs/ecs.md", import.meta.url), "utf8");
    const documented = [...text.matchAll(/^\| `\w+` +\| `(\w+)`/gm)].map((match) => match[1]);
    const { properties } = ecsInfrastructure.baseJobTemplate.variables as { readonly properties: object };
    expect(documented.toSorted()).toEqual(Object.keys(properties).toSorted());
  });

  test("gives the submitter exactly the actions that are asked about, and those that cannot be", async () => {
    const [submitter] = await readPolicies();
    const actions = submitter?.Statement.flatMap(({ Action }) => Action) ?? [];
    const asked = accessNeeds.flatMap((need) => need.actions);
    expect(actions.toSorted()).toEqual([...asked, "ecs:TagResource", "iam:PassRole"].toSorted());
  });

  test("gives policies that IAM reads", async () => {
    const policies = await readPolicies();
    expect(policies).toHaveLength(3);
    for (const { Version, Statement } of policies) {
      expect(Version).toBe("2012-10-17");
      for (const { Effect, Action, Resource } of Statement) {
        expect(Effect).toBe("Allow");
        for (const action of [Action].flat()) expect(action).toMatch(/^[a-z0-9]+:[A-Z]\w+$/);
        for (const resource of [Resource].flat()) expect(resource).toMatch(/^(\*|arn:aws:)/);
      }
    }
  });
});

test("an option that cannot be meant is refused where the decorator is called", () => {
  expect(() => ecs({ clustr: "jobs" } as never)).toThrow("Did you mean 'cluster'?");
});

test("a secret of the submitter is refused before a run exists, with what to do", () => {
  const secrets = { TOKEN: { source: "env", name: "TOKEN" } } as never;
  expect(() => ecsInfrastructure.toJobVariables({ secrets })).toThrow(/secret\.aws\(arn\)/);
});

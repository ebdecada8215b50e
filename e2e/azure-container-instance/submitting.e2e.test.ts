import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openAzureControlPlane } from "../harness/azure-control-plane.ts";
import { createAzureHome } from "../harness/azure-home.ts";
import { modulesLoadedBy } from "../harness/loaded-modules.ts";
import { submittingFacts } from "../harness/submitting-facts.ts";
import type { UserHome } from "../harness/user-home.ts";

const azure = await openAzureControlPlane();

describe("a flow in a container group", () => {
  let home: UserHome;

  beforeAll(async () => {
    home = await createAzureHome(azure, { TEST_TOKEN: "t0ken" });
  });
  afterAll(async () => {
    await home.remove();
    await azure.close();
  });

  submittingFacts({ home: () => home, leftovers: azure.leftovers });

  test("finds its secrets in its environment, where Azure shows them to nobody", async () => {
    expect(await home.report("submitting", ["secrets"])).toEqual(["t0ken"]);
  });

  test("that takes more memory than its container may have is told as such", async () => {
    expect(await home.report("submitting", ["hoards"])).toMatchObject({
      name: "OutOfMemoryError",
      exitCause: "out-of-memory",
    });
    expect(await azure.leftovers()).toBe("");
  });

  test("can be planned: the group is told, and nothing is created", async () => {
    azure.emulator.requests.clear();
    const plan = await home.report<{ readonly resource: object; readonly jobConfiguration: object }>("submitting", [
      "plan",
    ]);
    expect(plan.resource).toMatchObject({
      location: "[resourceGroup().location]",
      properties: {
        containers: [{ properties: { image: "mine:1", resources: { requests: { gpu: { count: 1, sku: "V100" } } } } }],
      },
    });
    expect(JSON.stringify(plan)).not.toContain("t0ken");
    expect(azure.emulator.requests.counts()).toEqual({});
  });
});

test('`import "prefect-azure"` loads no SDK', () => {
  const loaded = modulesLoadedBy("prefect-azure");
  expect(loaded.filter((url) => /@azure|msal/.test(url))).toEqual([]);
  expect(loaded.length).toBeGreaterThan(1);
});

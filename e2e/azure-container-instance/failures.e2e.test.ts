import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { toErrorAnswer } from "prefect-emulators/azure-container-instance";
import { openAzureControlPlane } from "../harness/azure-control-plane.ts";
import { createAzureHome } from "../harness/azure-home.ts";
import type { UserHome } from "../harness/user-home.ts";

const azure = await openAzureControlPlane();
const write = "Microsoft.ContainerInstance/containerGroups/write";
let home: UserHome;

beforeAll(async () => {
  home = await createAzureHome(azure);
});
afterAll(async () => {
  await home.remove();
  await azure.close();
});

const refuse = (method: string, status: number, code: string, headers: Readonly<Record<string, string>> = {}) => {
  const answer = toErrorAnswer({ status, code, message: `${code}.` }, headers);
  const match = (request: { readonly method: string }): boolean => request.method === method;
  return azure.emulator.faults.inject({ match, fault: { kind: "answer", answer } });
};

describe("a run that Azure cannot carry out", () => {
  test.each<[string, string, RegExp]>([
    ["no such resource group", "ResourceGroupNotFoundError", /az group create --name nowhere/],
    ["no subscription", "JobConfigurationError", /'subscription_id' must be the id of a subscription/],
    ["name of a resource group that none can have", "JobConfigurationError", /'resource_group_name' must be up to 90/],
    ["no processor", "JobConfigurationError", /'cpu' must be a number that is more than 0/],
    ["too fine a memory", "JobConfigurationError", /'memory' must be a multiple of 0\.1/],
    ["too many tags", "JobConfigurationError", /Azure allows 50/],
    ["patch that does not apply", "JobConfigurationError", /'patch' cannot be applied/],
  ])("is refused before anything is created: %s", async (scenario, name, message) => {
    azure.emulator.requests.clear();
    expect(await home.report("failures", [scenario])).toMatchObject({ name, message: expect.stringMatching(message) });
    expect(azure.emulator.requests.counts()).not.toHaveProperty("put group");
  });

  test.each<[string, string, RegExp]>([
    ["more than the region has", "CapacityError", /not available in the location 'westeurope'/],
    ["no such image", "ImagePullError", /registry\.test\/prefect\/missing:1/],
    ["invalid patch", "StartFailedError", /must have cpu and memoryInGB/],
    ["no such command", "CommandNotFoundError", /./],
    ["no entry point", "CommandNotFoundError", /entrypoint\.sh/],
    ["no runner", "RunnerMissingError", /COPY --from=prefecthq\/prefect-typescript-runner/],
    ["ends its process", "InfrastructureExitedError", /process\.exit\(3\)/],
  ])("%s: %s", async (scenario, name, message) => {
    expect(await home.report("failures", [scenario])).toMatchObject({ name, message: expect.stringMatching(message) });
    expect(await azure.leftovers()).toBe("");
  });

  test("for its quota is told so, with Azure's words", async () => {
    refuse("PUT", 409, "ContainerGroupQuotaReached");
    expect(await home.report("failures", ["returns"])).toMatchObject({
      name: "CapacityError",
      message: expect.stringContaining("ContainerGroupQuotaReached"),
    });
  });

  test("although it accepted it ends as its group tells, and leaves nothing", async () => {
    azure.emulator.failNextProvisioning({ name: "FailedMountAzureFileVolume", message: "The share is not there." });
    expect(await home.report("failures", ["returns"])).toMatchObject({
      name: "StartFailedError",
      message: expect.stringContaining("The share is not there"),
    });
    expect(await azure.leftovers()).toBe("");
  });

  test("any more, as its group was removed by hand, is lost", async () => {
    const run = home.start("failures", ["removed while it runs"]);
    await run.printed(/ up$/m);
    for (const group of azure.emulator.groups()) await azure.emulator.removeGroup(group);
    expect((await run.ended).stdout).toContain('"name":"InfrastructureLostError"');
  });
});

describe("a run that meets a busy Azure goes on, as one group:", () => {
  test.each<[string, Parameters<typeof refuse>]>([
    ["429 with Retry-After on its creation", ["PUT", 429, "TooManyRequests", { "retry-after": "1" }]],
    ["429 without", ["PUT", 429, "TooManyRequests"]],
    ["a conflict with a transition", ["PUT", 409, "ContainerGroupTransitioning"]],
    ["503 in mid-poll", ["GET", 503, "ServerBusy"]],
    ["429 in mid-poll", ["GET", 429, "TooManyRequests", { "retry-after": "1" }]],
    ["a conflict on its deletion", ["DELETE", 409, "ContainerGroupTransitioning"]],
  ])("%s", async (_name, fault) => {
    const injected = refuse(...fault);
    expect(await home.report("failures", ["just returns"])).toBe("done");
    expect(injected.hits).toBe(1);
    expect(await azure.leftovers()).toBe("");
  });
});

test("a group that was to be kept is there after the run", async () => {
  expect(await home.report("failures", ["is kept"])).toBe("done");
  const [group = ""] = azure.emulator.groups();
  expect(group).toMatch(/-1$/);
  await azure.emulator.removeGroup(group);
});

test("what a submitter left that died is collected", async () => {
  const run = home.start("failures", ["is submitted"]);
  const [, id = ""] = await run.printed(/submitted (\S+)/);
  run.kill("SIGKILL");
  await run.ended;
  expect(await azure.leftovers()).not.toBe("");
  await home.prefect("flow-run", "cancel", id);
  await home.prefect("gc");
  expect(await azure.leftovers()).toBe("");
});

test("a check of the pool names each action that is missing, and all is well with the role", async () => {
  expect(await home.prefect("work-pool", "check", "aci")).toContain(`✓ ${write} in the resource group test`);
  const strict = await openAzureControlPlane({ deniedActions: [write] });
  try {
    const { exitCode, stderr } = await home.tryPrefect(strict.env, "work-pool", "check", "aci");
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining(write) });
    expect(await home.report("failures", ["returns"], { env: strict.env })).toMatchObject({
      name: "AzureAccessError",
      message: expect.stringContaining(write),
    });
  } finally {
    await strict.close();
  }
});

test("no Azure, or no credentials: AzureUnreachableError, and the run is not even made", async () => {
  const listed = await home.prefect("flow-run", "ls", "--output", "json", "--limit", "200");
  for (const env of [{ HTTPS_PROXY: "http://127.0.0.1:9" }, { IDENTITY_ENDPOINT: "", IDENTITY_HEADER: "" }]) {
    expect(await home.report("failures", ["returns"], { env })).toMatchObject({ name: "AzureUnreachableError" });
  }
  expect(await home.prefect("flow-run", "ls", "--output", "json", "--limit", "200")).toBe(listed);
});

test("a run whose group is still being made was submitted, and is cancelled", async () => {
  const slow = await openAzureControlPlane({ provisioningMilliseconds: 600_000 });
  try {
    const outcome = await home.report("failures", ["cancels while it is provisioned"], { env: slow.env });
    expect(outcome).toEqual({ submitted: "PENDING", ended: "CANCELLED" });
    expect(await slow.leftovers()).toBe("");
  } finally {
    await slow.close();
  }
});

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { toErrorAnswer } from "prefect-emulators/azure-container-instance";
import { openAzureControlPlane } from "../harness/azure-control-plane.ts";
import { createAzureHome } from "../harness/azure-home.ts";
import type { UserHome } from "../harness/user-home.ts";

const client = "00000000-0000-0000-0000-00000000000b";
const azure = await openAzureControlPlane({ principals: { [client]: "sesame" } });
const write = "Microsoft.ContainerInstance/containerGroups/write";
let home: UserHome;

beforeAll(async () => {
  home = await createAzureHome(azure);
});
afterAll(async () => {
  await home.remove();
  await azure.close();
});

/** What came of scenarios that are played at the same time, by their names. */
const play = (scenarios: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  home.report<Readonly<Record<string, unknown>>>("failures", scenarios, { env, timeoutSeconds: 120 });
const playOne = async (scenario: string, env?: Readonly<Record<string, string>>) =>
  (await play([scenario], env))[scenario];

interface Refusal {
  readonly method: string;
  readonly status: number;
  readonly code: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Has the next PUT refused. */
const refusePut = (refusal: Omit<Refusal, "method">) =>
  azure.emulator.faults.inject({ match: ({ method }) => method === "PUT", fault: toFault(refusal) });

/** Has the next request of this kind refused that is about a group; a look at it once it is there. */
const refuseOnce = (group: string, { method: refused, ...refusal }: Refusal) => {
  const isThere = () => azure.emulator.groups().some((name) => name.startsWith(`${group}-`));
  const match = ({ method, path: asked }: { readonly method: string; readonly path: string }): boolean =>
    method === refused && asked.includes(`/containerGroups/${group}-`) && (method === "PUT" || isThere());
  return azure.emulator.faults.inject({ match, fault: toFault(refusal) });
};

const toFault = ({ status, code, headers = {} }: Omit<Refusal, "method">) => ({
  kind: "answer" as const,
  answer: toErrorAnswer({ status, code, message: `${code}.` }, headers),
});

type Failure = readonly [scenario: string, name: string, message: RegExp];

const refused: readonly Failure[] = [
  ["no such resource group", "ResourceGroupNotFoundError", /az group create --name nowhere/],
  ["no subscription", "JobConfigurationError", /'subscription_id' must be the id of a subscription/],
  ["name of a resource group that none can have", "JobConfigurationError", /'resource_group_name' must be up to 90/],
  ["no processor", "JobConfigurationError", /'cpu' must be a number that is more than 0/],
  ["too fine a memory", "JobConfigurationError", /'memory' must be a multiple of 0\.1/],
  ["too many tags", "JobConfigurationError", /Azure allows 50/],
  ["patch that does not apply", "JobConfigurationError", /'patch' cannot be applied/],
];

const failed: readonly Failure[] = [
  ["more than the region has", "CapacityError", /not available in the location 'westeurope'/],
  ["no such image", "ImagePullError", /registry\.test\/prefect\/missing:1/],
  ["invalid patch", "StartFailedError", /must have cpu and memoryInGB/],
  ["no such command", "CommandNotFoundError", /./],
  ["no entry point", "CommandNotFoundError", /entrypoint\.sh/],
  ["no runner", "RunnerMissingError", /COPY --from=prefecthq\/prefect-typescript-runner/],
  ["ends its process", "InfrastructureExitedError", /process\.exit\(3\)/],
];

describe("a run that Azure cannot carry out", () => {
  test("is not even made where that can be told before", async () => {
    const told = await play(refused.map(([scenario]) => scenario));
    for (const [scenario, name, message] of refused) {
      expect(told).toHaveProperty(
        [scenario],
        expect.objectContaining({ name, message: expect.stringMatching(message) }),
      );
    }
    expect(JSON.parse(await home.prefect("flow-run", "ls", "--output", "json"))).toEqual([]);
  });

  test("is told of with its cause, and leaves nothing", async () => {
    const told = await play(failed.map(([scenario]) => scenario));
    for (const [scenario, name, message] of failed) {
      expect(told).toHaveProperty(
        [scenario],
        expect.objectContaining({ name, message: expect.stringMatching(message) }),
      );
    }
    expect(await azure.leftovers()).toBe("");
  });

  test("for its quota is told so, with Azure's words", async () => {
    refusePut({ status: 409, code: "ContainerGroupQuotaReached" });
    expect(await playOne("a call")).toMatchObject({
      name: "CapacityError",
      message: expect.stringContaining("ContainerGroupQuotaReached"),
    });
  });

  test("although it accepted it ends as its group tells, and leaves nothing", async () => {
    azure.emulator.failNextProvisioning({ name: "FailedMountAzureFileVolume", message: "The share is not there." });
    expect(await playOne("a call")).toMatchObject({
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

test("a run that meets a busy Azure goes on, as one group", async () => {
  const tooMany = { status: 429, code: "TooManyRequests" };
  const transition = { status: 409, code: "ContainerGroupTransitioning" };
  const soon = { headers: { "retry-after": "1" } };
  const met: Readonly<Record<string, Refusal>> = {
    "created-later": { method: "PUT", ...tooMany, ...soon },
    "created-at-some-time": { method: "PUT", ...tooMany },
    "created-in-transition": { method: "PUT", ...transition },
    "polled-out-of-service": { method: "GET", status: 503, code: "ServerBusy" },
    "polled-later": { method: "GET", ...tooMany, ...soon },
    "deleted-in-transition": { method: "DELETE", ...transition },
  };
  const injected = Object.entries(met).map(([group, refusal]) => [group, refuseOnce(group, refusal)] as const);
  azure.emulator.requests.clear();
  const told = await play(Object.keys(met));
  for (const [group, { hits }] of injected)
    expect({ group, hits, told: told[group] }).toEqual({ group, hits: 1, told: "done" });
  const made = azure.emulator.requests.entries.filter(
    ({ operation, status }) => operation === "put group" && status === 201,
  );
  expect(made).toHaveLength(injected.length);
  expect(await azure.leftovers()).toBe("");
});

test("groups that were to be kept are, however their runs end, and are collected once those have expired", async () => {
  expect(await playOne("are kept")).toEqual(["done", "InfrastructureExitedError", "CANCELLED"]);
  expect(azure.emulator.groups()).toHaveLength(3);
  const collected = await home.prefect("gc");
  expect(collected.match(/it was asked to stay until \d{4}-/g)).toHaveLength(3);
  expect(azure.emulator.groups()).toHaveLength(3);
  const clock = path.join(home.directory, "clock");
  await writeFile(clock, String(400 * 86_400));
  const preload = path.resolve(import.meta.dirname, "../faults/preload/clock-jump.ts");
  const later = { NODE_OPTIONS: `--import ${preload}`, CLOCK_JUMP_FILE: clock };
  expect(await home.tryPrefect(later, "gc")).toMatchObject({ exitCode: 0 });
  expect(await azure.leftovers()).toBe("");
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
    expect(await playOne("a call", strict.env)).toMatchObject({
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
    expect(await playOne("a call", env)).toMatchObject({ name: "AzureUnreachableError" });
  }
  expect(await home.prefect("flow-run", "ls", "--output", "json", "--limit", "200")).toBe(listed);
});

test("the service principal of a block is who asks Azure; with a wrong secret nothing is asked", async () => {
  const withoutIdentity = { IDENTITY_ENDPOINT: "", IDENTITY_HEADER: "" };
  await home.run("save-principal", ["submitter", client, "sesame"]);
  expect(await playOne("returns for a principal", withoutIdentity)).toBe("done");
  expect(azure.authority.loggedIn).toContain(client);
  await home.run("save-principal", ["stranger", client, "open"]);
  azure.emulator.requests.clear();
  expect(await playOne("a principal whose secret is wrong", withoutIdentity)).toMatchObject({
    name: "AzureUnreachableError",
    message: expect.stringMatching(/Invalid client secret.*azure-container-instance-credentials/),
  });
  expect(azure.emulator.requests.counts()).toEqual({});
});

test("a run whose group is still being made was submitted, and is cancelled", async () => {
  const slow = await openAzureControlPlane({ provisioningMilliseconds: 600_000 });
  try {
    expect(await playOne("cancels while it is provisioned", slow.env)).toEqual({
      submitted: "PENDING",
      ended: "CANCELLED",
    });
    expect(await slow.leftovers()).toBe("");
  } finally {
    await slow.close();
  }
});

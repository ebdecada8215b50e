import { randomUUID } from "node:crypto";
import { afterEach, expect, jest, test } from "@jest/globals";
import type { InfrastructureEvent, InfrastructureReference } from "prefect-core/provider";
import { toErrorAnswer } from "prefect-emulators/azure-container-instance";
import { missingImage, testConfiguration } from "./fixtures/azure-subject.ts";
import { openTestAzure, type TestAzure, testRequest } from "./fixtures/test-azure.ts";

jest.setTimeout(120_000);

let azure: TestAzure;
afterEach(() => azure.close());

const prints = 'console.log("one"); console.log("two");';
const idles = 'console.log("up"); setInterval(() => undefined, 1000);';

async function watchAll(reference: InfrastructureReference): Promise<readonly InfrastructureEvent[]> {
  const events: InfrastructureEvent[] = [];
  for await (const event of azure.createLauncher().watch(reference)) events.push(event);
  return events;
}

const linesOf = (events: readonly InfrastructureEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === "output" ? [event.line] : []));

const answer = (status: number, code: string, headers: Readonly<Record<string, string>> = {}) => ({
  kind: "answer" as const,
  answer: toErrorAnswer({ status, code, message: `${code}.` }, headers),
});

test("a 503 in mid-poll, a reset and a throttled look lose neither the run nor a line", async () => {
  azure = await openTestAzure();
  const reference = await azure.createLauncher().launch(testRequest(prints));
  const { faults } = azure.emulator;
  for (const operation of ["get group", "get logs"]) {
    const match = (request: { readonly operation: string }): boolean => request.operation === operation;
    faults.inject({ match, fault: answer(503, "ServerBusy") });
    faults.inject({ match, fault: { kind: "reset" } });
    faults.inject({ match, fault: answer(429, "TooManyRequests") });
  }
  const events = await watchAll(reference);
  expect(linesOf(events)).toEqual(["one", "two"]);
  expect(events.at(-1)).toMatchObject({ kind: "exited", exitCode: 0, cause: "exited" });
});

test.each([
  ["429 with Retry-After", answer(429, "TooManyRequests", { "retry-after": "1" })],
  ["429 without", answer(429, "TooManyRequests")],
  ["503", answer(503, "ServerBusy")],
  ["a conflict with a transition", answer(409, "ContainerGroupTransitioning")],
  ["a reset", { kind: "reset" as const }],
])("a launch that meets %s makes one group", async (_name, fault) => {
  azure = await openTestAzure();
  const match = ({ method }: { readonly method: string }): boolean => method === "PUT";
  const injected = azure.emulator.faults.inject({ match, fault });
  const reference = await azure.createLauncher().launch(testRequest(prints));
  expect(injected.hits).toBe(1);
  expect(azure.emulator.groups()).toHaveLength(1);
  expect(linesOf(await watchAll(reference))).toEqual(["one", "two"]);
});

test("what Azure refuses is the run's own error, of its cause and with Azure's words", async () => {
  azure = await openTestAzure({ maximumGroups: 0 });
  const launcher = azure.createLauncher();
  await expect(launcher.launch(testRequest(prints))).rejects.toMatchObject({
    name: "CapacityError",
    platformReason: "ContainerGroupQuotaReached",
  });
  const launch = (variables: Parameters<typeof testConfiguration>[0]) =>
    launcher.launch(testRequest(prints, { configuration: testConfiguration(variables) }));
  await expect(launch({ image: missingImage })).rejects.toMatchObject({
    name: "ImagePullError",
    platformReason: "InaccessibleImage",
    message: expect.stringContaining(missingImage),
  });
  // Out of the region's range.
  await expect(launch({ cpu: 64, memory: 512 })).rejects.toMatchObject({
    name: "CapacityError",
    message: expect.stringContaining("'64' CPU '512' GB memory"),
  });
  expect(azure.emulator.groups()).toEqual([]);
});

test("a resource group that does not exist is told of before a run exists", async () => {
  azure = await openTestAzure({ resourceGroups: { other: "westeurope" } });
  await expect(azure.createLauncher().checkReachable?.()).rejects.toMatchObject({
    name: "ResourceGroupNotFoundError",
    resourceGroup: "test",
    message: expect.stringContaining("az group create --name test"),
  });
});

test("an action that is missing is named, by the launch and by the check of the pool", async () => {
  const action = "Microsoft.ContainerInstance/containerGroups/write";
  azure = await openTestAzure({ deniedActions: [action] });
  const launcher = azure.createLauncher();
  await expect(launcher.launch(testRequest(prints))).rejects.toMatchObject({ name: "AzureAccessError", action });
  const checks = (await launcher.checkAccess?.()) ?? [];
  expect(checks.filter(({ isAllowed }) => !isAllowed).map(({ permission }) => permission)).toEqual([
    `${action} in the resource group test`,
  ]);
});

test("a group that is still being made is deleted by a kill", async () => {
  azure = await openTestAzure({ provisioningMilliseconds: 60_000 });
  const launcher = azure.createLauncher();
  const reference = await launcher.launch(testRequest(idles));
  await launcher.kill(reference, { graceSeconds: 30 });
  expect(azure.emulator.groups()).toEqual([]);
});

test("a group whose keeping was asked for is stopped and stays until its run has expired", async () => {
  azure = await openTestAzure();
  const launcher = azure.createLauncher();
  const configuration = testConfiguration({ keep_container_group: true });
  const expiresAt = new Date(Date.now() + 3_600_000);
  const reference = await launcher.launch(testRequest(prints, { configuration, expiresAt }));
  await watchAll(reference);
  await launcher.cleanup(reference);
  const [found] = await Array.fromAsync(launcher.find({}));
  expect(found).toMatchObject({ reference, isKept: true, isRunning: false, expiresAt });
  const expired = { ...reference, details: { ...reference.details, keptUntil: new Date(0).toISOString() } };
  await launcher.cleanup(expired);
  expect(azure.emulator.groups()).toEqual([]);
});

test("a stranger's group of the same name is left as it is", async () => {
  azure = await openTestAzure();
  const launcher = azure.createLauncher();
  const first = await launcher.launch(testRequest(prints));
  // The same first characters, which are those of the name.
  const other = await launcher.launch(testRequest(prints, { flowRunId: "0195f3a8-aaaa-7000-8000-000000000002" }));
  expect(other.details["group"]).toBe(`${String(first.details["group"])}-x1`);
});

test("30 runs at once share one poller, and each gets its own output", async () => {
  azure = await openTestAzure({ provisioningMilliseconds: 20 });
  const launcher = azure.createLauncher();
  const seen = await Promise.all(
    Array.from({ length: 30 }, async (_, index) => {
      const flowRunId = randomUUID();
      const reference = await launcher.launch(testRequest(`console.log("run ${index}")`, { flowRunId }));
      const events: InfrastructureEvent[] = [];
      for await (const event of launcher.watch(reference)) events.push(event);
      return linesOf(events);
    }),
  );
  expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => [`run ${index}`]));
});

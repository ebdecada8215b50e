import { randomUUID } from "node:crypto";
import { afterEach, expect, jest, test } from "@jest/globals";
import type { InfrastructureEvent, InfrastructureReference, LaunchNotice } from "prefect-core/provider";
import { openTestVertexAi, type TestVertexAi, testConfiguration, testRequest } from "./fixtures/test-vertex-ai.ts";

jest.setTimeout(120_000);

let vertexAi: TestVertexAi;
afterEach(() => vertexAi.close());

const prints = 'console.log("one"); console.log("two");';
const idles = 'console.log("up"); setInterval(() => undefined, 1000);';

async function watchAll(reference: InfrastructureReference): Promise<readonly InfrastructureEvent[]> {
  const events: InfrastructureEvent[] = [];
  for await (const event of vertexAi.createLauncher().watch(reference)) events.push(event);
  return events;
}

const linesOf = (events: readonly InfrastructureEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === "output" ? [event.line] : []));

const unavailable = {
  kind: "answer",
  answer: { code: "UNAVAILABLE", message: "The service is unavailable." },
} as const;
const throttled = {
  kind: "answer",
  answer: {
    code: "RESOURCE_EXHAUSTED",
    message: "Quota exceeded for quota metric 'Resource management requests'.",
    details: { reason: "RATE_LIMIT_EXCEEDED" },
  },
} as const;

test("bursts of UNAVAILABLE, resets and throttled looks lose neither the run nor a line", async () => {
  vertexAi = await openTestVertexAi();
  const reference = await vertexAi.createLauncher().launch(testRequest(prints));
  const { faults, rest } = vertexAi.emulator;
  faults.inject({ match: ({ operation }) => operation === "GetCustomJob", times: 3, fault: unavailable });
  faults.inject({ match: ({ operation }) => operation === "GetCustomJob", fault: { kind: "reset" } });
  faults.inject({ match: ({ operation }) => operation === "GetCustomJob", fault: throttled });
  rest.faults.inject({ fault: { kind: "answer", answer: { status: 503, body: {} } } });
  rest.faults.inject({ fault: { kind: "reset" } });
  const events = await watchAll(reference);
  expect(linesOf(events)).toEqual(["one", "two"]);
  expect(events.at(-1)).toMatchObject({ kind: "exited", exitCode: 0, cause: "exited" });
});

test.each([
  ["UNAVAILABLE", unavailable],
  ["a throttled create", throttled],
  ["a reset", { kind: "reset" as const }],
  ["a lost answer", { kind: "lose-response" as const }],
])("a launch that meets %s makes one job, also where lists lag behind", async (_name, fault) => {
  vertexAi = await openTestVertexAi({ listLagMilliseconds: 400 });
  const injected = vertexAi.emulator.faults.inject({
    match: ({ operation }) => operation === "CreateCustomJob",
    fault,
  });
  const reference = await vertexAi.createLauncher().launch(testRequest(prints));
  expect(injected.hits).toBe(1);
  expect(vertexAi.emulator.createdCount).toBe(1);
  expect(linesOf(await watchAll(reference))).toEqual(["one", "two"]);
});

test("launches of two processes at once keep one job, also where lists lag behind", async () => {
  vertexAi = await openTestVertexAi({ listLagMilliseconds: 400, pendingMilliseconds: 10_000 });
  const request = testRequest(prints);
  const [one, other] = await Promise.all([1, 2].map(() => vertexAi.createLauncher().launch(request)));
  expect(other).toEqual(one);
  expect(vertexAi.emulator.createdCount).toBe(2);
  expect(vertexAi.emulator.jobs().map(({ name }) => name)).toEqual([one?.infrastructurePid]);
});

test("quota that refuses is the run's own error", async () => {
  vertexAi = await openTestVertexAi({ maximumJobs: 0, isQuotaRefused: true });
  await expect(vertexAi.createLauncher().launch(testRequest(prints))).rejects.toMatchObject({
    name: "CapacityError",
    platformReason: "RESOURCE_EXHAUSTED",
    message: expect.stringContaining("custom_model_training_n1_cpus"),
  });
});

test("quota that queues is waited for, and said", async () => {
  vertexAi = await openTestVertexAi({ maximumJobs: 1 });
  const launcher = vertexAi.createLauncher();
  const first = await launcher.launch(testRequest(idles));
  const second = await launcher.launch(testRequest(prints));
  const events: InfrastructureEvent[] = [];
  for await (const event of launcher.watch(second)) {
    events.push(event);
    if (event.kind === "starting" && /queued/.test(event.reason)) await launcher.kill(first, { graceSeconds: 0 });
  }
  expect(events[0]).toMatchObject({ kind: "starting", reason: expect.stringContaining("quota") });
  expect(events.at(-1)).toMatchObject({ kind: "exited", exitCode: 0 });
});

test("a job that fails before its container starts ends its watch", async () => {
  const message = "The service account flows@test.example does not exist.";
  vertexAi = await openTestVertexAi({ startProblem: { code: 9, message } });
  const events = await watchAll(await vertexAi.createLauncher().launch(testRequest(prints)));
  expect(events.at(-1)).toMatchObject({ cause: "start-failed", message: expect.stringContaining(message) });
});

test("what cannot be a custom job is refused with the field, and nothing is created", async () => {
  vertexAi = await openTestVertexAi();
  const launch = (patch: () => never | object) =>
    vertexAi
      .createLauncher()
      .launch(testRequest(prints, { configuration: testConfiguration({}, {}, { patch: patch as never }) }));
  const accelerator = { machineSpec: { machineType: "n1-standard-4", acceleratorType: "NVIDIA_NEW" } };
  await expect(launch(() => ({ displayName: "x", jobSpec: { workerPoolSpecs: [accelerator] } }))).rejects.toMatchObject(
    {
      name: "JobConfigurationError",
      key: "jobSpec.workerPoolSpecs[0].machineSpec.acceleratorType",
    },
  );
  await expect(launch(() => ({ displayName: "x".repeat(200) }))).rejects.toMatchObject({
    name: "StartFailedError",
    message: expect.stringContaining("display_name"),
  });
  expect(vertexAi.emulator.createdCount).toBe(0);
});

test("a region, a project or an API that is not there is told of before a run exists", async () => {
  vertexAi = await openTestVertexAi({ regions: ["europe-west4"] });
  await expect(vertexAi.createLauncher().checkReachable?.()).rejects.toMatchObject({
    name: "VertexAiRegionError",
    region: "us-central1",
  });
  await vertexAi.close();
  vertexAi = await openTestVertexAi({ isEnabled: false });
  await expect(vertexAi.createLauncher().checkReachable?.()).rejects.toMatchObject({
    name: "GoogleApiDisabledError",
    message: expect.stringContaining("gcloud services enable aiplatform.googleapis.com --project test"),
  });
});

test("a permission that is missing is named, by the launch and by the check of the pool", async () => {
  const permission = "aiplatform.customJobs.create";
  vertexAi = await openTestVertexAi({ deniedPermissions: [permission] });
  const launcher = vertexAi.createLauncher();
  await expect(launcher.launch(testRequest(prints))).rejects.toMatchObject({ name: "GoogleAccessError", permission });
  const checks = (await launcher.checkAccess?.()) ?? [];
  expect(checks.filter(({ isAllowed }) => !isAllowed).map((check) => check.permission)).toEqual([
    `${permission} in the project test`,
  ]);
});

test("without the permission to read logs a run goes on, and says so", async () => {
  vertexAi = await openTestVertexAi({ deniedPermissions: ["logging.logEntries.list"] });
  const events = await watchAll(await vertexAi.createLauncher().launch(testRequest(prints)));
  expect(linesOf(events)).toEqual([expect.stringContaining("logging.logEntries.list")]);
  expect(events).toContainEqual(expect.objectContaining({ kind: "running", isSilent: true }));
  expect(events.at(-1)).toMatchObject({ exitCode: 0 });
});

test("a job whose keeping was asked for stays until its run has expired", async () => {
  vertexAi = await openTestVertexAi();
  const launcher = vertexAi.createLauncher();
  const configuration = testConfiguration({}, {}, { keepCustomJob: true });
  const reference = await launcher.launch(testRequest(prints, { configuration }));
  await watchAll(reference);
  await launcher.cleanup(reference);
  const [found] = await Array.fromAsync(launcher.find({}));
  expect(found).toMatchObject({ reference, isKept: true, isRunning: false });
  const expired = { ...reference, details: { ...reference.details, keptUntil: new Date(0).toISOString() } };
  await launcher.cleanup(expired);
  expect(vertexAi.emulator.jobs()).toEqual([]);
});

test("a job that would end sooner than its flow may take is warned of", async () => {
  vertexAi = await openTestVertexAi();
  const notices: LaunchNotice[] = [];
  const notify = (notice: LaunchNotice): void => void notices.push(notice);
  await vertexAi.createLauncher().launch(testRequest(prints, { deadlineSeconds: 86_400, notify }));
  expect(notices).toContainEqual({ kind: "warning", message: expect.stringContaining("maximumRunTimeHours") });
});

test("20 runs at once share one poller, and each gets its own output", async () => {
  vertexAi = await openTestVertexAi({ pendingMilliseconds: 20 });
  const launcher = vertexAi.createLauncher();
  const seen = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const reference = await launcher.launch(testRequest(`console.log("run ${index}")`, { flowRunId: randomUUID() }));
      const events: InfrastructureEvent[] = [];
      for await (const event of launcher.watch(reference)) events.push(event);
      return linesOf(events);
    }),
  );
  expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => [`run ${index}`]));
});

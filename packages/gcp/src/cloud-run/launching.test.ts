import { afterEach, expect, jest, test } from "@jest/globals";
import type { InfrastructureEvent, InfrastructureReference } from "prefect-core/provider";
import type { CloudRunEmulator } from "prefect-emulators/cloud-run";
import { launcherOn, missingImage, startEmulator, toConfiguration, toRequest } from "./fixtures/emulated-cloud-run.ts";

jest.setTimeout(120_000);

let emulator: CloudRunEmulator;
afterEach(() => emulator.close());

const prints = 'console.log("one"); console.log("two");';

async function watchAll(reference: InfrastructureReference): Promise<readonly InfrastructureEvent[]> {
  return Array.fromAsync(launcherOn(emulator).watch(reference));
}

const linesOf = (events: readonly InfrastructureEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === "output" ? [event.line] : []));

const isCall =
  (operation: string) =>
  (call: { readonly operation: string }): boolean =>
    call.operation === operation;

const busy = {
  kind: "answer",
  answer: { code: "UNAVAILABLE", message: "The service is currently unavailable." },
} as const;
const throttled = {
  kind: "answer",
  answer: {
    code: "RESOURCE_EXHAUSTED",
    message: "Quota exceeded for quota metric 'Write requests' of service 'run.googleapis.com'.",
    details: { reason: "RATE_LIMIT_EXCEEDED", retryDelaySeconds: 1 },
  },
} as const;

test.each([
  ["a service that is busy", busy],
  ["a throttle that says when to come again", throttled],
  ["a connection that breaks", { kind: "reset" }],
  ["an answer that is lost", { kind: "lose-response" }],
] as const)("a launch that meets %s at every step makes one job and runs it once", async (_name, fault) => {
  emulator = await startEmulator();
  const faults = ["CreateJob", "GetJob", "ListExecutions", "RunJob"].map((operation) =>
    emulator.faults.inject({ match: isCall(operation), fault }),
  );
  const reference = await launcherOn(emulator).launch(toRequest(prints));
  expect(faults.map(({ hits }) => hits)).toEqual([1, 1, 1, 1]);
  expect(emulator.jobs()).toHaveLength(1);
  expect(emulator.executionCount(String(reference.details["job"]))).toBe(1);
  expect(linesOf(await watchAll(reference))).toEqual(["one", "two"]);
});

test("a burst of UNAVAILABLE in mid-watch loses neither the run nor a line", async () => {
  emulator = await startEmulator();
  const reference = await launcherOn(emulator).launch(toRequest(prints));
  for (const operation of ["GetExecution", "ListTasks"]) {
    emulator.faults.inject({ match: isCall(operation), times: 3, fault: busy });
    emulator.faults.inject({ match: isCall(operation), fault: { kind: "reset" } });
  }
  emulator.rest.faults.inject({ fault: { kind: "reset" } });
  emulator.rest.faults.inject({ fault: { kind: "answer", answer: { status: 503, body: {} } } });
  const events = await watchAll(reference);
  expect(linesOf(events)).toEqual(["one", "two"]);
  expect(events.at(-1)).toMatchObject({ kind: "exited", exitCode: 0, cause: "exited" });
});

test("what Cloud Run refuses is the run's own error, and leaves no job", async () => {
  emulator = await startEmulator();
  const launch = (variables: Parameters<typeof toConfiguration>[0]) =>
    launcherOn(emulator).launch(toRequest(prints, { configuration: toConfiguration(variables) }));
  await expect(launch({ image: missingImage })).rejects.toMatchObject({
    name: "ImagePullError",
    platformReason: "CONTAINER_MISSING",
    message: expect.stringContaining(missingImage),
  });
  await expect(launch({ cpu: "3" })).rejects.toMatchObject({
    name: "StartFailedError",
    platformReason: "INVALID_ARGUMENT",
    message: expect.stringContaining("Must be 1, 2, 4, 6 or 8"),
  });
  expect(emulator.jobs()).toEqual([]);
});

test("a region that is full of jobs is a want of capacity that says what helps", async () => {
  emulator = await startEmulator({ maximumJobs: 0 });
  await expect(launcherOn(emulator).launch(toRequest(prints))).rejects.toMatchObject({
    name: "CapacityError",
    platformReason: "QUOTA_EXCEEDED",
    hint: expect.stringContaining("prefect gc"),
  });
});

test("a job that fails before its container starts ends its watch with the reason", async () => {
  emulator = await startEmulator({ startProblem: { reason: "INTERNAL", message: "No available instance." } });
  const events = await watchAll(await launcherOn(emulator).launch(toRequest(prints)));
  expect(events.at(-1)).toMatchObject({ cause: "capacity", exitCode: null, platformReason: "INTERNAL" });
});

test("an unknown region and a project without the API are told of before a run exists", async () => {
  emulator = await startEmulator({ isEnabled: false });
  await expect(launcherOn(emulator).checkReachable?.()).rejects.toMatchObject({
    name: "GoogleApiDisabledError",
    message: expect.stringContaining("gcloud services enable run.googleapis.com --project test"),
  });
  await emulator.close();
  emulator = await startEmulator();
  await expect(launcherOn(emulator, { region: "mars-north1" }).checkReachable?.()).rejects.toMatchObject({
    name: "CloudRunRegionNotFoundError",
    region: "mars-north1",
  });
});

test("a permission that is missing is named, by the launch and by the check of the pool", async () => {
  emulator = await startEmulator({ deniedPermissions: ["run.jobs.run"] });
  const launcher = launcherOn(emulator);
  await expect(launcher.launch(toRequest(prints))).rejects.toMatchObject({
    name: "GoogleAccessError",
    permission: "run.jobs.run",
  });
  const checks = (await launcher.checkAccess?.()) ?? [];
  expect(checks.filter(({ isAllowed }) => !isAllowed).map(({ permission }) => permission)).toEqual([
    "run.jobs.run in the project test",
  ]);
});

test("without the permission for logs a run is watched to its end, and says why it is silent", async () => {
  emulator = await startEmulator({ deniedPermissions: ["logging.logEntries.list"] });
  const events = await watchAll(await launcherOn(emulator).launch(toRequest(prints)));
  expect(linesOf(events)).toEqual([expect.stringContaining("logging.logEntries.list")]);
  expect(events).toContainEqual(expect.objectContaining({ kind: "running", isSilent: true }));
  expect(events.at(-1)).toMatchObject({ kind: "exited", exitCode: 0 });
});

test("entries that come in late are shown, and 30 runs at once share few reads of the log", async () => {
  emulator = await startEmulator({ ingestionMilliseconds: 300 });
  const launcher = launcherOn(emulator);
  const seen = await Promise.all(
    Array.from({ length: 30 }, async (_, index) => {
      const reference = await launcher.launch(toRequest(`console.log("run ${index}")`));
      return linesOf(await Array.fromAsync(launcher.watch(reference)));
    }),
  );
  expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => [`run ${index}`]));
});

test("a secret of Secret Manager reaches the flow, and one that is not there says so", async () => {
  emulator = await startEmulator({ secrets: { token: "sesame" } });
  const launch = (resource: string) => {
    const configuration = toConfiguration({}, { secrets: { TOKEN: { source: "gcp", resource } } });
    return launcherOn(emulator).launch(toRequest("console.log(process.env.TOKEN)", { configuration }));
  };
  expect(linesOf(await watchAll(await launch("token")))).toEqual(["sesame"]);
  expect((await watchAll(await launch("gone"))).at(-1)).toMatchObject({
    cause: "start-failed",
    platformReason: "SECRETS_ACCESS_CHECK_FAILED",
  });
});

test("a job whose keeping was asked for stays until its run has expired, and a stranger's name is left alone", async () => {
  emulator = await startEmulator();
  const launcher = launcherOn(emulator);
  const configuration = toConfiguration({ keep_job: true });
  const reference = await launcher.launch(toRequest(prints, { configuration }));
  await watchAll(reference);
  await launcher.cleanup(reference);
  expect(await Array.fromAsync(launcher.find({}))).toMatchObject([{ isKept: true, isRunning: false }]);
  await launcher.cleanup({ ...reference, details: { ...reference.details, keptUntil: new Date(0).toISOString() } });
  expect(emulator.jobs()).toEqual([]);
  const [one, other] = ["0195f3a8-aaaa-7000-8000-000000000001", "0195f3a8-aaaa-7000-8000-000000000002"];
  const first = await launcher.launch(toRequest(prints, { flowRunId: one }));
  // The same first characters, which are those of the name.
  const second = await launcher.launch(toRequest(prints, { flowRunId: other }));
  expect(second.details["job"]).toBe(`${String(first.details["job"])}-x1`);
});

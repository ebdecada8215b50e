import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { InfrastructureEvent, Launcher, LaunchRequest } from "prefect-core/provider";
import { CapacityError, StartFailedError } from "prefect-core/provider";
import type { EcsEmulator } from "prefect-emulators/ecs";
import { createProcessBackend } from "prefect-emulators/workloads";
import type { EcsConfiguration } from "./ecs-configuration.ts";
import { connectToEcs } from "./ecs-client.ts";
import { createEcsLauncher } from "./ecs-launcher.ts";
import { acrossDrops } from "./ecs-patience.ts";
import { AwsRegionMissingError } from "./errors/aws-region-missing-error.ts";
import { ClusterNotFoundError } from "./errors/cluster-not-found-error.ts";
import { EcsAccessError } from "./errors/ecs-access-error.ts";
import { EcsThrottledError } from "./errors/ecs-throttled-error.ts";
import { VpcNotFoundError } from "./errors/vpc-not-found-error.ts";
import {
  type ConfigurationChanges,
  quickTimes,
  startEmulator,
  toConfiguration,
  toRequest,
} from "./fixtures/emulated-ecs.ts";

jest.setTimeout(60_000);

let emulator: EcsEmulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(async () => {
  await emulator.close();
});

const idles = "setInterval(() => undefined, 1000)";

function launcherOf(changes: ConfigurationChanges = {}): Launcher<EcsConfiguration> {
  return createEcsLauncher(toConfiguration(emulator.url, changes), quickTimes);
}

function requestOf(script: string, changes: ConfigurationChanges = {}): LaunchRequest<EcsConfiguration> {
  const request = toRequest(toConfiguration(emulator.url, changes), script);
  return { ...request, command: [process.execPath, "--eval", script] };
}

async function endOf(launcher: Launcher<EcsConfiguration>, request: LaunchRequest<EcsConfiguration>) {
  const events: InfrastructureEvent[] = [];
  for await (const event of launcher.watch(await launcher.launch(request))) events.push(event);
  const exit = events.at(-1);
  if (exit?.kind !== "exited") throw new Error("no exit was told");
  return { events, exit };
}

function count(action: string): number {
  return emulator.requests.counts()[action] ?? 0;
}

describe("a launch", () => {
  test("registers a definition once, also for another process, and then takes one request", async () => {
    const launcher = launcherOf();
    await endOf(launcher, requestOf(""));
    expect(count("ecs:RegisterTaskDefinition")).toBe(1);
    emulator.requests.clear();
    const reference = await launcher.launch(requestOf(""));
    expect(emulator.requests.counts()).toEqual({ "ecs:RunTask": 1 });
    for await (const _ of launcher.watch(reference));
    emulator.requests.clear();
    await endOf(launcherOf(), requestOf(""));
    expect(count("ecs:RegisterTaskDefinition")).toBe(0);
    expect(count("ecs:DescribeTaskDefinition")).toBe(1);
  });

  test("registers a definition anew that somebody has deregistered", async () => {
    const launcher = launcherOf({ isDefinitionRemoved: true });
    const first = await launcher.launch(requestOf("", { isDefinitionRemoved: true }));
    for await (const _ of launcher.watch(first));
    await launcherOf().cleanup(first);
    const { exit } = await endOf(launcher, requestOf("", { isDefinitionRemoved: true }));
    expect(exit.cause).toBe("exited");
    expect(count("ecs:RegisterTaskDefinition")).toBe(2);
  });

  test("from a definition that is there uses it as it is", async () => {
    await endOf(launcherOf(), requestOf(""));
    emulator.requests.clear();
    const definition = "prefect_my-pool_hello:1";
    const { events, exit } = await endOf(
      launcherOf({ definition }),
      requestOf("console.log('as it is')", { definition }),
    );
    expect(exit.exitCode).toBe(0);
    // By the log configuration of that definition.
    expect(events).toContainEqual(expect.objectContaining({ kind: "output", line: "as it is" }));
    expect(count("ecs:RegisterTaskDefinition")).toBe(0);
  });

  test("looks for the default VPC once, and only where a task has a network of its own and no subnets are named", async () => {
    const onInstances = { launchType: "EC2", memory: 128 };
    await endOf(launcherOf(onInstances), requestOf("", onInstances));
    const named = { ...toConfiguration(emulator.url), vpcId: "vpc-0default", network: { subnets: ["subnet-0a"] } };
    await endOf(launcherOf(), { ...requestOf(""), configuration: named });
    expect(count("ec2:DescribeVpcs")).toBe(0);
    const launcher = launcherOf();
    await Promise.all(Array.from({ length: 5 }, () => launcher.launch(requestOf(""))));
    expect([count("ec2:DescribeVpcs"), count("ec2:DescribeSubnets")]).toEqual([1, 1]);
  });

  test("with a name that ECS has not is refused, as the SDK would leave it out", async () => {
    const patch = { runTask: (request: object) => ({ ...request, lunchType: "EC2" }) };
    const launching = launcherOf().launch(requestOf("", { options: { patch } }));
    await expect(launching).rejects.toMatchObject({ name: "JobConfigurationError", key: "patch.runTask.lunchType" });
    expect(count("ecs:RunTask")).toBe(0);
  });

  test("waits out throttling", async () => {
    emulator.faults.inject({
      match: ({ operation }) => operation === "ecs:RunTask" || operation === "ecs:DescribeTasks",
      times: 3,
      fault: {
        kind: "answer",
        answer: { status: 400, body: { __type: "ThrottlingException", message: "Rate exceeded" } },
      },
    });
    expect((await endOf(launcherOf(), requestOf(""))).exit.exitCode).toBe(0);
  });

  test("of a pair of sizes that Fargate has not, by a patch, is refused with the pairs", async () => {
    const patch = { taskDefinition: (request: object) => ({ ...request, cpu: "999" }) };
    const launching = launcherOf().launch(requestOf("", { options: { patch } }));
    await expect(launching).rejects.toThrow(/No Fargate configuration exists.*256 units/);
    await expect(launching).rejects.toBeInstanceOf(StartFailedError);
  });

  test("is tried again for as long as AWS throttles, and then says what to do", async () => {
    emulator.faults.inject({
      match: ({ operation }) => operation === "ecs:DescribeClusters",
      times: Number.POSITIVE_INFINITY,
      fault: {
        kind: "answer",
        answer: { status: 400, body: { __type: "ThrottlingException", message: "Rate exceeded" } },
      },
    });
    const api = await connectToEcs(toConfiguration(emulator.url).access);
    const asking = acrossDrops(() => api.describeCluster(null), undefined, 1500);
    await expect(asking).rejects.toBeInstanceOf(EcsThrottledError);
    await expect(asking).rejects.toThrow(/concurrency/);
    expect(count("ecs:DescribeClusters")).toBeGreaterThan(2);
  });

  test("of a definition over the limit is refused", async () => {
    const patch = { taskDefinition: (request: object) => ({ ...request, volumes: [{ name: "x".repeat(70_000) }] }) };
    const launching = launcherOf().launch(requestOf("", { options: { patch } }));
    await expect(launching).rejects.toThrow(/65536/);
  });

  test.each(["RESOURCE:MEMORY", "Capacity is unavailable at this time. Please try again later"])(
    "that is answered with the failure '%s' is for want of capacity",
    async (reason) => {
      emulator.faults.inject({
        match: ({ operation }) => operation === "ecs:RunTask",
        fault: { kind: "answer", answer: { body: { tasks: [], failures: [{ arn: "arn:instance", reason }] } } },
      });
      await expect(launcherOf().launch(requestOf(""))).rejects.toBeInstanceOf(CapacityError);
    },
  );

  test("without a permission names the action", async () => {
    emulator.controls.deny("ecs:RunTask");
    const launching = launcherOf().launch(requestOf(""));
    await expect(launching).rejects.toBeInstanceOf(EcsAccessError);
    await expect(launching).rejects.toMatchObject({ action: "ecs:RunTask" });
  });

  test("on a cluster that is not there, or in another region, says so before a run exists", async () => {
    await expect(launcherOf({ cluster: "nowhere" }).checkReachable?.()).rejects.toBeInstanceOf(ClusterNotFoundError);
    const elsewhere = launcherOf({ options: { region: "eu-west-1" } });
    await expect(elsewhere.checkReachable?.()).rejects.toThrow(/us-east-1|eu-west-1/);
  });

  test("in no region says how to name one, before a run exists", async () => {
    const variables = ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_CONFIG_FILE"];
    const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
    for (const name of variables) delete process.env[name];
    process.env["AWS_CONFIG_FILE"] = "/dev/null";
    try {
      const configuration = toConfiguration(emulator.url);
      const launcher = createEcsLauncher({ ...configuration, access: { ...configuration.access, region: null } });
      await expect(launcher.checkReachable?.()).rejects.toBeInstanceOf(AwsRegionMissingError);
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  test("without a default VPC says what to name", async () => {
    await emulator.close();
    emulator = await startEmulator({ vpcs: [] });
    await expect(launcherOf().launch(requestOf(""))).rejects.toBeInstanceOf(VpcNotFoundError);
  });
});

describe("a task", () => {
  test.each([
    [{ stoppedReason: "Capacity is unavailable at this time.", isWithoutContainers: true }, "capacity"],
    [{ stoppedReason: "Timeout waiting for network interface provisioning to complete." }, "start-failed"],
    [{ stoppedReason: "ResourceInitializationError: unable to pull secrets or registry auth" }, "start-failed"],
  ])("that does not start (%j) is told of as %s", async (problem, cause) => {
    emulator.controls.failNextStart(problem);
    const { exit, events } = await endOf(launcherOf(), requestOf(idles));
    expect(exit).toMatchObject({ cause, platformReason: expect.stringMatching(/\w/) });
    expect(exit.message).toContain(problem.stoppedReason.slice(0, 20));
    expect(events.some(({ kind }) => kind === "running")).toBe(false);
  });

  test.each([
    ["SpotInterruption", "Your Spot Task was interrupted.", "preempted"],
    ["TerminationNotice", "Host terminated.", "node-lost"],
    ["UserInitiated", "maintenance", "stopped"],
  ])("that ends by %s is told of as such", async (stopCode, reason, cause) => {
    const launcher = launcherOf();
    const reference = await launcher.launch(requestOf(idles));
    let last: InfrastructureEvent | null = null;
    for await (const event of launcher.watch(reference)) {
      last = event;
      if (event.kind === "running") {
        void emulator.controls.interrupt(String(reference.details["task"]), stopCode, reason);
      }
    }
    expect(last).toMatchObject({ kind: "exited", cause });
  });

  test("whose secret is not there says what the execution role needs", async () => {
    const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-AbCdEf";
    const options = { secrets: { TOKEN: { source: "aws", arn } } } as const;
    const { exit } = await endOf(launcherOf(), requestOf("", { options }));
    expect(exit).toMatchObject({ cause: "start-failed", platformReason: "ResourceInitializationError" });
    expect(exit.hint).toContain("secretsmanager:GetSecretValue");
  });

  test("finds its secret in its environment, and nobody finds it in the task", async () => {
    await emulator.close();
    const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-AbCdEf";
    emulator = await startEmulator({ secrets: { [arn]: "sesame" } });
    const options = { secrets: { TOKEN: { source: "aws", arn } } } as const;
    const { events } = await endOf(launcherOf(), requestOf("console.log(process.env.TOKEN)", { options }));
    expect(events).toContainEqual(expect.objectContaining({ kind: "output", line: "sesame" }));
  });

  test("without CloudWatch is silent, and still ends", async () => {
    const { events } = await endOf(launcherOf(), requestOf("console.log(1)", { hasLogs: false }));
    expect(events).toContainEqual(expect.objectContaining({ kind: "running", isSilent: true }));
    expect(count("logs:GetLogEvents")).toBe(0);
  });
});

test("a task that is stopped while its container is being made stops", async () => {
  await emulator.close();
  const backend = createProcessBackend();
  const [asked, made] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow: typeof backend = {
    ...backend,
    async start(request) {
      asked.resolve();
      await made.promise;
      return backend.start(request);
    },
  };
  emulator = await startEmulator({ backend: slow });
  const launcher = launcherOf({ hasLogs: false });
  const reference = await launcher.launch(requestOf(idles, { hasLogs: false }));
  await asked.promise;
  const killing = launcher.kill(reference, { graceSeconds: 0 });
  while (emulator.controls.tasks()[0]?.desiredStatus !== "STOPPED")
    await new Promise((resolve) => setImmediate(resolve));
  made.resolve();
  await expect(killing).resolves.toBeUndefined();
});

test("many tasks are looked at 100 at a time", async () => {
  const launcher = launcherOf({ hasLogs: false });
  const requests = Array.from({ length: 12 }, () => requestOf("setTimeout(() => undefined, 300)", { hasLogs: false }));
  const references = await Promise.all(requests.map((request) => launcher.launch(request)));
  emulator.requests.clear();
  const startedAt = performance.now();
  await Promise.all(
    references.map(async (reference) => {
      for await (const _ of launcher.watch(reference));
    }),
  );
  const looks = (performance.now() - startedAt) / (quickTimes.pollMilliseconds / 4);
  expect(count("ecs:DescribeTasks")).toBeLessThanOrEqual(Math.ceil(looks));
  expect(count("ecs:DescribeTasks")).toBeGreaterThan(0);
});

test("a permission check names exactly what is missing, and starts and registers nothing", async () => {
  emulator.controls.deny("ecs:StopTask", "ec2:DescribeVpcs", "logs:GetLogEvents");
  const checks = (await launcherOf().checkAccess?.()) ?? [];
  const missing = checks.filter(({ isAllowed }) => !isAllowed).map(({ permission }) => permission.split(" ")[0]);
  expect(missing.toSorted()).toEqual(["ec2:DescribeVpcs", "ecs:StopTask", "logs:GetLogEvents"]);
  expect(emulator.controls.registeredDefinitions("")).toEqual([]);
});

test("clean-up finds the definitions that a newer one took the place of, once they are old enough", async () => {
  const launcher = launcherOf();
  for (const cpu of [256, 512]) await endOf(launcher, requestOf("", { cpu, memory: 1024 }));
  const labels = { "prefect.io/work-pool-id": "pool-id" };
  const find = async (hours: number, given: Record<string, string> = labels) => {
    const found = [];
    const now = new Date(Date.now() + hours * 3_600_000);
    for await (const leftover of launcher.leftovers?.(given, { now }) ?? []) found.push(leftover);
    return found;
  };
  expect(await find(0)).toEqual([]);
  expect(await find(2, { "prefect.io/work-pool-id": "another" })).toEqual([]);
  const [leftover, ...others] = await find(2);
  expect(others).toEqual([]);
  expect(leftover?.name).toMatch(/:1$/);
  await leftover?.remove();
  await leftover?.remove();
  expect(emulator.controls.registeredDefinitions("prefect_")).toHaveLength(1);
});

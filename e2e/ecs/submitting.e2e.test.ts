import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { exceedsRate } from "prefect-emulators/faults";
import { openTestAccount } from "../harness/ecs-account.ts";
import { createEcsHome } from "../harness/ecs-home.ts";
import { loadScale } from "../harness/scale.ts";
import { submittingFacts } from "../harness/submitting-facts.ts";
import type { UserHome } from "../harness/user-home.ts";

const throttled = {
  kind: "answer",
  answer: { status: 400, body: { __type: "ThrottlingException", message: "Rate exceeded" } },
} as const;
const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-AbCdEf";
const account = await openTestAccount({ secrets: { [secretArn]: "sesame" } });
const { controls, faults } = account.emulator;
const started = faults.inject({
  // Fargate starts 20 tasks a second of an account; the fewer there are here, the fewer are taken.
  match: throttles("ecs:RunTask", Math.max(2, Math.ceil(20 * loadScale()))),
  times: Number.POSITIVE_INFINITY,
  fault: throttled,
});
faults.inject({ match: throttles("ecs:DescribeTasks", 1), times: Number.POSITIVE_INFINITY, fault: throttled });

function throttles(asked: string, requests: number): (request: { readonly operation: string }) => boolean {
  const isAbove = exceedsRate({ requests, perSeconds: 1 });
  return ({ operation }) => operation === asked && isAbove();
}

describe("a flow in a task of ECS", () => {
  let home: UserHome;

  beforeAll(async () => {
    home = await createEcsHome(account);
  });
  afterAll(async () => {
    await home.remove();
    await account.close();
  });

  submittingFacts({
    home: () => home,
    leftovers: async () => account.runningTasks().join("\n"),
    async inspect(flowRunId) {
      const tag = { key: "prefect.io/flow-run-id", value: flowRunId };
      const [task, ...others] = controls.tasks().filter(({ tags }) => tags.some((one) => one.value === flowRunId));
      expect(others).toEqual([]);
      expect(task).toMatchObject({
        lastStatus: "RUNNING",
        startedBy: "prefect",
        tags: expect.arrayContaining([tag, { key: "team", value: "olympic" }]),
      });
    },
  });

  test("is started once, however often AWS throttled it", () => {
    expect(started.hits).toBeGreaterThan(0);
    const runs = controls.tasks().map(({ tags }) => tags.find(({ key }) => key === "prefect.io/flow-run-id")?.value);
    expect(new Set(runs).size).toBe(runs.length);
  });

  test("finds its secret of Secrets Manager, and nothing of the submitter's credentials", async () => {
    expect(await home.report("submitting", ["secrets", secretArn])).toEqual(["sesame", null]);
    expect(JSON.stringify(controls.tasks())).not.toContain("sesame");
  });

  test("can be planned: both requests are told, and nothing is registered or started", async () => {
    const before = controls.registeredDefinitions("");
    const tasks = controls.tasks().length;
    const { resource } = await home.report<{ readonly resource: object }>("submitting", ["plan"]);
    expect(resource).toMatchObject({
      RegisterTaskDefinition: { family: "prefect_tasks_hello", cpu: "2048", memory: "8192" },
      RunTask: { launchType: "FARGATE", taskDefinition: "prefect_tasks_hello" },
    });
    expect(controls.registeredDefinitions("")).toEqual(before);
    expect(controls.tasks()).toHaveLength(tasks);
  });

  test("has every option in its requests", async () => {
    const [onFargate, onInstances, ofTheirs] = await home.report<readonly object[]>("submitting", ["plans"]);
    expect(onFargate).toMatchObject({
      RegisterTaskDefinition: {
        family: "own-family",
        cpu: "2048",
        memory: "8192",
        executionRoleArn: "arn:aws:iam::123456789012:role/agent",
        requiresCompatibilities: ["FARGATE"],
        containerDefinitions: [
          {
            name: "main",
            image: "mine:1",
            logConfiguration: { options: { "awslogs-group": "flows", "awslogs-stream-prefix": "olympic" } },
            secrets: ["PREFECT_API_KEY", "PREFECT_API_AUTH_STRING", "TOKEN"].map((name) => ({
              name,
              valueFrom: expect.stringMatching(/^arn:aws:(secretsmanager|ssm):/),
            })),
          },
        ],
      },
      RunTask: {
        cluster: "jobs",
        launchType: "FARGATE",
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: "DISABLED" },
        },
        overrides: {
          taskRoleArn: "arn:aws:iam::123456789012:role/flow",
          containerOverrides: [{ name: "main", environment: expect.arrayContaining([{ name: "LEVEL", value: "1" }]) }],
        },
        tags: expect.arrayContaining([
          { key: "Name", value: "mine" },
          { key: "team", value: "olympic" },
          { key: "prefect.io/container", value: "main" },
        ]),
      },
    });
    expect(onInstances).toMatchObject({
      RegisterTaskDefinition: {
        containerDefinitions: [{ cpu: 4096, memory: 16_384, resourceRequirements: [{ type: "GPU", value: "2" }] }],
      },
      RunTask: {
        capacityProviderStrategy: [{ capacityProvider: "gpus", weight: 1, base: 0 }],
        enableExecuteCommand: true,
        tags: expect.arrayContaining([{ key: "prefect.io/deregister-task-definition", value: "true" }]),
      },
    });
    expect(onInstances).not.toHaveProperty("RunTask.launchType");
    expect(ofTheirs).toMatchObject({
      RegisterTaskDefinition: null,
      RunTask: {
        taskDefinition: "theirs:7",
        launchType: "EXTERNAL",
        overrides: { containerOverrides: [{ name: "app" }] },
      },
    });
  });
});

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openTestAccount } from "../harness/ecs-account.ts";
import { createEcsHome } from "../harness/ecs-home.ts";
import { submittingFacts } from "../harness/submitting-facts.ts";
import type { UserHome } from "../harness/user-home.ts";

const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-AbCdEf";
const account = await openTestAccount({ secrets: { [secretArn]: "sesame" } });
const { controls } = account.emulator;

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
});

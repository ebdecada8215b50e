import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { StartProblem } from "prefect-emulators/ecs";
import { openTestAccount } from "../harness/ecs-account.ts";
import { createEcsHome } from "../harness/ecs-home.ts";
import type { UserHome } from "../harness/user-home.ts";

const account = await openTestAccount({ emptyRegions: ["eu-west-1"] });
const { controls, faults } = account.emulator;

const familyOf = (scenario: string): string => scenario.replaceAll(/\W+/g, "-");

/** What befalls the task, what its caller is told by the error's class, and what by its words. */
type Failure = readonly [scenario: string, name: string, message: RegExp];

const outOfCapacity =
  "Capacity is unavailable at this time. Please try again later or in a different availability zone";
const outOfProcessors = "You've reached the limit on the number of vCPUs you can run concurrently";

/** What the service answers RunTask with, in place of a task. */
const answers: readonly (readonly [...Failure, answer: { readonly status?: number; readonly body: object }])[] = [
  ...(
    [
      ["RESOURCE:CPU", "CapacityError", /fewer CPU units/],
      ["RESOURCE:MEMORY", "CapacityError", /less memory/],
      ["RESOURCE:GPU", "CapacityError", /free GPUs/],
      ["RESOURCE:ENI", "CapacityError", /ENI trunking/],
      [outOfCapacity, "CapacityError", /Capacity is unavailable/],
      [outOfProcessors, "CapacityError", /number of vCPUs/],
      ["AGENT", "UnschedulableError", /ECS agent/],
      ["ATTRIBUTE", "UnschedulableError", /attribute/],
      ["MISSING", "StartFailedError", /MISSING/],
    ] as const
  ).map(
    ([reason, name, words]) =>
      [
        `failure ${reason}`,
        name,
        words,
        { body: { tasks: [], failures: [{ arn: "arn:aws:ecs:us-east-1:123456789012:container-instance/a", reason }] } },
      ] as const,
  ),
  ...(
    [
      ["ClientException", outOfCapacity, "CapacityError", /Capacity is unavailable/],
      ["ClientException", outOfProcessors, "CapacityError", /number of vCPUs/],
      [
        "InvalidParameterException",
        "No Container Instances were found in your cluster.",
        "UnschedulableError",
        /FARGATE/,
      ],
      ["PlatformUnknownException", "The specified platform version does not exist.", "StartFailedError", /platform/],
    ] as const
  ).map(
    ([code, message, name, words]) =>
      [`error ${code} ${message}`, name, words, { status: 400, body: { __type: code, message } }] as const,
  ),
];

/** Why a task that was accepted stops before it has run. */
const startProblems: readonly (readonly [...Failure, StartProblem])[] = [
  [
    "never starts, for want of capacity",
    "CapacityError",
    /Capacity is unavailable/,
    { stoppedReason: outOfCapacity, isWithoutContainers: true },
  ],
  [
    "never starts, as its capacity provider gave up",
    "CapacityError",
    /unable to place a task/,
    {
      stoppedReason: "unable to place a task because no container instance met all of its requirements.",
      isWithoutContainers: true,
    },
  ],
  ["never starts, and nobody says why", "StartFailedError", /does not say why/, { stoppedReason: "" }],
  [
    "never starts, without its network interface",
    "StartFailedError",
    /NAT gateway/,
    { stoppedReason: "Timeout waiting for network interface provisioning to complete." },
  ],
  [
    "never starts, without a way to its secrets",
    "StartFailedError",
    /secretsmanager:GetSecretValue/,
    {
      stoppedReason:
        "ResourceInitializationError: unable to pull secrets or registry auth: pull command failed: : signal: killed",
    },
  ],
  [
    "never starts, without a way to its image",
    "ImagePullError",
    /VPC endpoints/,
    { stoppedReason: "CannotPullContainerError: ref pull has been retried 5 time(s): dial tcp: i/o timeout" },
  ],
];

const asked: readonly Failure[] = [
  ["no such image", "ImagePullError", /registry\.test\/prefect\/missing:1/],
  ["no such command", "CommandNotFoundError", /no-such-program/],
  ["no runner", "RunnerMissingError", /COPY --from=prefecthq\/prefect-typescript-runner/],
  ["over its memory", "OutOfMemoryError", /exceeded its memory limit/],
  ["a sidecar that ends", "InfrastructureStoppedError", /essential container sidecar exited with code 4/],
  ["ends its process", "InfrastructureExitedError", /process\.exit\(3\)/],
  ["no such secret", "StartFailedError", /secretsmanager:GetSecretValue/],
  ["a log group that is not there", "StartFailedError", /logs:CreateLogStream/],
  ["no such pair of sizes, patched", "StartFailedError", /256 units with 512/],
  ["a definition over the limit", "StartFailedError", /65536/],
  ["no such execution role", "StartFailedError", /execution_role_arn/],
  ["no such task role", "StartFailedError", /task_role_arn/],
  ["no such subnet", "StartFailedError", /subnet-0z/],
  ["no such VPC", "VpcNotFoundError", /there is no VPC vpc-0nothing/],
  ["no such task definition", "JobConfigurationError", /nothing:7, which is not there/],
];

/** Told before a run exists. */
const refused: readonly Failure[] = [
  ["no such pair of sizes", "JobConfigurationError", /2048 to 8192 MiB in steps of 1024/],
  ["a patch that does not apply", "JobConfigurationError", /'patch\.runTask' cannot be applied/],
  [
    "a misspelt patch of the task",
    "JobConfigurationError",
    /'patch\.runTask\.lunchType' is not .*, but 'launchType' is/,
  ],
  [
    "a misspelt patch of the definition",
    "JobConfigurationError",
    /'patch\.taskDefinition\.containerDefinitions\[0\]\.enviroment' is not .*, but 'environment' is/,
  ],
  ["no such cluster", "ClusterNotFoundError", /aws ecs create-cluster --cluster-name nowhere/],
  ["a region without the cluster", "ClusterNotFoundError", /no cluster 'default' in eu-west-1/],
  ["no ECS", "EcsUnreachableError", /127\.0\.0\.1:1/],
];

/** What the service does to a task that runs. */
const endings: readonly (readonly [...Failure, stopCode: string, reason: string])[] = [
  ["taken away: spot", "PreemptedError", /interrupted/, "SpotInterruption", "Your Spot Task was interrupted."],
  ["taken away: instance", "NodeLostError", /terminated/, "TerminationNotice", "Host EC2 (instance i-0a) terminated."],
  ["taken away: host", "NodeLostError", /host of the task failed/, "InfrastructureHealth", "Unhealthy."],
  ["taken away: by hand", "InfrastructureStoppedError", /maintenance/, "UserInitiated", "maintenance"],
  ["taken away: forgotten", "InfrastructureLostError", /does not know the task/, "", ""],
];

const all: readonly Failure[] = [answers, startProblems, asked, refused, endings].flatMap((failures) =>
  failures.map(([scenario, name, message]): Failure => [scenario, name, message]),
);

describe("a run that ECS cannot carry out", () => {
  let home: UserHome;
  let told: Readonly<Record<string, { readonly name: string; readonly message: string }>> = {};

  beforeAll(async () => {
    home = await createEcsHome(account);
    for (const [scenario, , , answer] of answers) {
      const family = `task-definition/${familyOf(scenario)}:`;
      faults.inject({
        match: ({ operation, body }) => operation === "ecs:RunTask" && body.includes(family),
        fault: { kind: "answer", answer },
      });
    }
    for (const [scenario, , , problem] of startProblems) controls.failNextStart(problem, familyOf(scenario));
    const playing = home.report<typeof told>(
      "failures",
      all.map(([scenario]) => scenario),
      { timeoutSeconds: 240 },
    );
    const taking = Promise.all(
      endings.map(([scenario, , , code, reason]) => takeAway(scenario, code, reason, playing)),
    );
    [told] = await Promise.all([playing, taking]);
  }, 300_000);
  afterAll(async () => {
    await home.remove();
    await account.close();
  });

  /** Once the flow itself runs. */
  async function takeAway(scenario: string, code: string, reason: string, until: Promise<unknown>): Promise<void> {
    const family = familyOf(scenario);
    const playing = { isOver: false };
    until.catch(() => undefined).finally(() => (playing.isOver = true));
    while (!playing.isOver) {
      const task = controls.tasks().find(({ taskDefinitionArn }) => taskDefinitionArn.includes(`/${family}:`));
      if (task?.lastStatus === "RUNNING") {
        if (code === "") return controls.forget(task.taskArn);
        return controls.interrupt(task.taskArn, code, reason);
      }
      await delay(20);
    }
  }

  test.each(all)("%s: %s", (scenario, name, message) => {
    expect(told[scenario]).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test("has not been made where it could be told before", async () => {
    const runs = JSON.parse(await home.prefect("flow-run", "ls", "--limit", "200", "--output", "json")) as object[];
    expect(runs).toHaveLength(all.length - refused.length);
  });

  test("leaves no task", () => {
    expect(account.runningTasks()).toEqual([]);
  });
});

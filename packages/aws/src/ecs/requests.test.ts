import { describe, expect, test } from "@jest/globals";
import { objectsAt, type JsonObject } from "prefect-core/provider";
import { parseEcsConfiguration } from "./ecs-configuration.ts";
import { ecsInfrastructure } from "./ecs.ts";
import type { EcsOptions } from "./ecs-options.ts";
import { toEcsJobVariables } from "./ecs-options.ts";
import { areDefinitionsEqual } from "./equal-definitions.ts";
import { toConfiguration, toRequest } from "./fixtures/emulated-ecs.ts";
import { splitEnvironment } from "./split-environment.ts";
import { toRunTask } from "./to-run-task.ts";
import { toTaskDefinition } from "./to-task-definition.ts";

const endpoint = "http://127.0.0.1:1";
const secretArn = "arn:aws:secretsmanager:eu-west-1:1:secret:token-AbCdEf";
const flowRunId = "0195f3a8-1234-7000-8000-00000000abcd";
const surroundings = { image: "mine:1", region: "eu-west-1" };
const runSurroundings = { taskDefinition: "family:1", network: null, environment: { LEVEL: "1" } };

function definitionOf(changes: Parameters<typeof toConfiguration>[1] = {}): JsonObject {
  const request = toRequest(toConfiguration(endpoint, changes), "", { flowRunId });
  return toTaskDefinition(request, surroundings) ?? {};
}

const containerOf = (definition: JsonObject): JsonObject => objectsAt(definition, "containerDefinitions")[0] ?? {};

describe("a task definition", () => {
  test("for Fargate has its size, its network and its logs", () => {
    expect(definitionOf()).toMatchObject({
      family: "prefect_my-pool_hello",
      cpu: "1024",
      memory: "2048",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      containerDefinitions: [
        {
          name: "prefect",
          image: "mine:1",
          logConfiguration: {
            logDriver: "awslogs",
            options: { "awslogs-group": "prefect", "awslogs-stream-prefix": "prefect-logs_my-pool_hello" },
          },
        },
      ],
      tags: [
        { key: "prefect.io/work-pool-id", value: "pool-id" },
        { key: "prefect.io/work-pool-name", value: "my-pool" },
      ],
    });
  });

  test("for instances has its size on the container", () => {
    const definition = definitionOf({ launchType: "EC2", cpu: 512, memory: 300 });
    expect(containerOf(definition)).toMatchObject({ cpu: 512, memory: 300 });
    expect(definition).not.toHaveProperty("requiresCompatibilities");
  });

  test("names secrets by their ARN, and no variable twice", () => {
    const options: EcsOptions = { secrets: { TOKEN: { source: "aws", arn: secretArn } } };
    expect(containerOf(definitionOf({ options }))["secrets"]).toEqual([{ name: "TOKEN", valueFrom: secretArn }]);
  });

  test("is patched last", () => {
    const patch = { taskDefinition: [{ op: "add", path: "/ephemeralStorage", value: { sizeInGiB: 50 } }] } as const;
    expect(definitionOf({ options: { patch } })["ephemeralStorage"]).toEqual({ sizeInGiB: 50 });
  });

  test("is equal to what ECS makes of it, in any order, and to no other", () => {
    const wanted = definitionOf({ options: { secrets: { TOKEN: { source: "aws", arn: secretArn } } } });
    const registered = {
      ...wanted,
      revision: 3,
      status: "ACTIVE",
      registeredAt: "2026-01-01T00:00:00Z",
      volumes: [],
      containerDefinitions: [{ ...containerOf(wanted), cpu: 0, essential: true, mountPoints: [], environment: [] }],
    };
    expect(areDefinitionsEqual(wanted, registered)).toBe(true);
    expect(areDefinitionsEqual(wanted, { ...registered, cpu: "2048" })).toBe(false);
    const other = { ...containerOf(wanted), image: "other:1" };
    expect(areDefinitionsEqual(wanted, { ...registered, containerDefinitions: [other] })).toBe(false);
  });
});

describe("a RunTask request", () => {
  test("has one token per run and attempt, and the labels of the run as tags", () => {
    const request = toRequest(toConfiguration(endpoint), "", { flowRunId, attempt: 2 });
    const runTask = toRunTask(request, runSurroundings);
    expect(runTask).toMatchObject({ clientToken: `prefect-${flowRunId}-2`, launchType: "FARGATE", count: 1 });
    expect(runTask["tags"]).toContainEqual({ key: "prefect.io/flow-run-id", value: flowRunId });
    expect(runTask["tags"]).toContainEqual({ key: "Name", value: "calm-otter" });
  });

  test("asks for Fargate Spot by its capacity provider, which is no launch type", () => {
    const request = toRequest(toConfiguration(endpoint, { launchType: "FARGATE_SPOT" }), "");
    const runTask = toRunTask(request, runSurroundings);
    expect(runTask["capacityProviderStrategy"]).toEqual([{ capacityProvider: "FARGATE_SPOT", weight: 1 }]);
    expect(runTask).not.toHaveProperty("launchType");
  });

  test("keeps its token and its tags whatever a patch does", () => {
    const patch = { runTask: () => ({ clientToken: "mine", tags: [{ key: "prefect.io/flow-run-id", value: "x" }] }) };
    const runTask = toRunTask(
      toRequest(toConfiguration(endpoint, { options: { patch } }), "", { flowRunId }),
      runSurroundings,
    );
    expect(runTask["clientToken"]).toBe(`prefect-${flowRunId}-1`);
    expect(runTask["tags"]).toContainEqual({ key: "prefect.io/flow-run-id", value: flowRunId });
  });

  test("is refused before it is sent where its overrides are too long for ECS", () => {
    const environment = { BIG: "x".repeat(9000) };
    const request = toRequest(toConfiguration(endpoint), "");
    expect(() => toRunTask(request, { ...runSurroundings, environment })).toThrow(/ECS takes 8192/);
  });
});

describe("the environment of a run", () => {
  test("goes into the definition where it is too much for overrides, save for what is the run's own", () => {
    const env = { BIG: "x".repeat(9000), PREFECT__FLOW_RUN_ID: flowRunId };
    const split = splitEnvironment(toRequest(toConfiguration(endpoint), "", { env }));
    expect(split.overrides).toEqual({ PREFECT__FLOW_RUN_ID: flowRunId });
    expect(split.definition).toEqual({ BIG: env.BIG });
  });

  test("never shows a key of the API: without a secret that holds it, the run is not told of the API", () => {
    const env = { PREFECT_API_KEY: "pnu_secret", PREFECT_API_URL: "https://api", LEVEL: "1" };
    const split = splitEnvironment(toRequest(toConfiguration(endpoint), "", { env }));
    expect(split.overrides).toEqual({ LEVEL: "1" });
    expect(split.notice).toContain("prefect_api_key_secret_arn");
  });
});

describe("a job configuration", () => {
  const definition = { containerDefinitions: [{ image: "mine:1" }] };
  test.each<[string, JsonObject, string]>([
    ["no task definition", { task_definition: {} }, "task_definition"],
    ["logs without a role", { configure_cloudwatch_logs: true }, "execution_role_arn"],
    ["options of logs that are not written", { cloudwatch_logs_options: { a: "b" } }, "configure_cloudwatch_logs"],
    ["a network without its VPC", { network_configuration: { subnets: ["s"] } }, "vpc_id"],
    ["an unknown launch type", { task_run_request: { launchType: "LAMBDA" } }, "launch_type"],
    ["a size that Fargate has not", { task_definition: { ...definition, cpu: 1024, memory: "1024" } }, "2048 to 8192"],
    ["a size that is no number", { task_definition: { ...definition, cpu: "lots" } }, "cpu"],
    [
      "no container that is essential",
      { task_definition: { containerDefinitions: [{ essential: false }, { name: "b", essential: false }] } },
      "essential",
    ],
  ])("is refused for %s", (_what, changes, words) => {
    expect(() => parseEcsConfiguration({ task_definition: definition, ...changes }, {})).toThrow(words);
  });

  test("of the template's defaults has what it needs", () => {
    expect(() => parseEcsConfiguration({ task_definition: definition, task_run_request: {} }, {})).not.toThrow();
  });
});

test("every option has its variable", () => {
  const { properties } = ecsInfrastructure.baseJobTemplate.variables as { readonly properties: object };
  const variables = Object.keys(toEcsJobVariables({ resources: { cpu: 0.5, memory: "1Gi" } }));
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(variables));
  expect(toEcsJobVariables({ resources: { cpu: 0.5, memory: "1Gi" } })).toEqual({ cpu: 512, memory: 1024 });
});

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import type { JsonObject } from "prefect-core/provider";
import type { EcsOptions } from "../../packages/aws/src/ecs/ecs-options.ts";
import { toConfiguration, toRequest } from "../../packages/aws/src/ecs/fixtures/emulated-ecs.ts";
import { toRunTask } from "../../packages/aws/src/ecs/to-run-task.ts";
import { toTaskDefinition } from "../../packages/aws/src/ecs/to-task-definition.ts";
import { requireSetting } from "../harness/required-setting.ts";

type NamedRequest = readonly [operation: string, parameters: JsonObject];

const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-AbCdEf";
const options: EcsOptions = { secrets: { TOKEN: { source: "aws", arn } } };

function requestsFor(launchType: string, further: EcsOptions = {}): readonly NamedRequest[] {
  const changes = { launchType, cpu: 1024, memory: 2048, cluster: "jobs", options: { ...options, ...further } };
  const request = toRequest(toConfiguration("http://127.0.0.1:1", changes), "1");
  const definition = toTaskDefinition(request, { image: "image:1", region: "us-east-1", env: { B: "2" } }) ?? {};
  const network = { subnets: ["subnet-0a"], assignPublicIp: "ENABLED" };
  const runTask = toRunTask(request, { taskDefinition: "family:1", network, environment: { A: "1" } });
  return [
    ["RegisterTaskDefinition", definition],
    ["RunTask", runTask],
  ];
}

function problemsOf(requests: readonly NamedRequest[]): readonly string[] {
  const script = fileURLToPath(new URL("validate-requests.py", import.meta.url));
  const answer = execFileSync(requireSetting("PREFECT_TEST_BOTOCORE_PYTHON"), [script], {
    input: JSON.stringify(requests),
    encoding: "utf8",
  });
  return JSON.parse(answer) as readonly string[];
}

test("an independent model of ECS accepts the requests of every launch type", () => {
  const launchTypes = ["FARGATE", "FARGATE_SPOT", "EC2", "EXTERNAL"];
  const gpus = requestsFor("EC2", { resources: { gpu: 2 } });
  expect(problemsOf([...launchTypes.flatMap((launchType) => requestsFor(launchType)), ...gpus])).toEqual([]);
});

test("that model refuses what a patch misspells", () => {
  const patch = { runTask: (request: JsonObject) => ({ ...request, lunchType: "FARGATE" }) };
  expect(problemsOf(requestsFor("FARGATE", { patch }))).toEqual([expect.stringContaining("lunchType")]);
});

import { ecs, type EcsOptions } from "prefect-aws";
import { secret } from "prefect-core";
import { hello, hoardLimitMebibytes, hoards, readsLimits, reveals } from "../../harness/flows/shared-flows.ts";
import { submittingScenarios } from "../../harness/flows/submitting-scenarios.ts";
import { failureOf, report } from "./report.ts";

const [scenario = "", argument = ""] = process.argv.slice(2);
const workPool = "tasks";

/** Between them, everything that there is to say of a task. */
const everyOption: readonly EcsOptions[] = [
  {
    name: "mine",
    labels: { team: "olympic" },
    env: { LEVEL: "1" },
    cluster: "jobs",
    family: "own-family",
    image: "mine:1",
    cpu: 2048,
    memory: 8192,
    containerName: "main",
    taskRoleArn: "arn:aws:iam::123456789012:role/flow",
    executionRoleArn: "arn:aws:iam::123456789012:role/agent",
    vpcId: "vpc-1",
    networkConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: "DISABLED" },
    configureCloudwatchLogs: true,
    cloudwatchLogsOptions: { "awslogs-group": "flows" },
    cloudwatchLogsPrefix: "olympic",
    prefectApiKeySecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:key",
    prefectApiAuthStringSecretArn: "arn:aws:ssm:us-east-1:123456789012:parameter/auth",
    secrets: { TOKEN: secret.aws("arn:aws:secretsmanager:us-east-1:123456789012:secret:token") },
  },
  {
    launchType: "EC2",
    capacityProviderStrategy: [{ capacityProvider: "gpus", weight: 1, base: 0 }],
    resources: { cpu: 4, memory: "16Gi", gpu: 2 },
    autoDeregisterTaskDefinition: true,
    patch: { runTask: [{ op: "add", path: "/enableExecuteCommand", value: true }] },
  },
  { taskDefinitionArn: "theirs:7", containerName: "app", launchType: "EXTERNAL" },
];

const scenarios = {
  ...submittingScenarios((options) => ecs({ workPool, labels: { team: "olympic" }, ...options }), argument),
  secrets: () =>
    ecs({ workPool, secrets: { TOKEN: secret.aws(argument) } })(reveals)(["TOKEN", "AWS_SECRET_ACCESS_KEY"]),
  "storage-secret": () =>
    ecs({ workPool: "guarded", secrets: { PREFECT__STORAGE_CREDENTIALS: secret.aws(argument) } })(reveals)([
      "PREFECT__STORAGE_CREDENTIALS",
      "AWS_SECRET_ACCESS_KEY",
    ]),
  "no-storage-secret": () => failureOf(ecs({ workPool: "guarded" })(hello)("there")),
  "by-block": () => ecs({ workPool, awsCredentials: "{{ prefect.blocks.aws-credentials.account }}" })(hello)("there"),
  limits: () => ecs({ workPool, cpu: 512, memory: 1024 })(readsLimits)(),
  hoards: () => failureOf(ecs({ workPool, launchType: "EC2", memory: hoardLimitMebibytes })(hoards)()),
  resized: () => ecs({ workPool, cpu: 512, memory: 1024 })(hello)("smaller"),
  plans: async () => {
    const plans = await Promise.all(everyOption.map((options) => ecs({ workPool, ...options })(hello).plan("x")));
    return plans.map(({ resource }) => resource);
  },
  plan: () => ecs({ workPool, image: "mine:1", cpu: 2048, memory: 8192 })(hello).plan("x"),
};

report(await scenarios[scenario as keyof typeof scenarios]?.());

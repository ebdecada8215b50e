import { setTimeout as delay } from "node:timers/promises";
import { ecs, type EcsOptions } from "prefect-aws";
import { flow, getRunContext, secret } from "prefect-core";
import { hoardLimitMebibytes, hoards } from "../../harness/flows/shared-flows.ts";
import { failureOf, report } from "./report.ts";

/** Names of scenarios, all of which are played at the same time. */
const names = process.argv.slice(2);

const works = flow(async function works(end: "returns" | "exits" | "idles") {
  if (end === "exits") process.exit(3);
  console.log("up");
  if (end === "idles") await delay(600_000, undefined, { signal: getRunContext().signal });
  return "done";
});

type End = Parameters<typeof works>[0] | "hoards";

/** What the task of a scenario asks for that another one does not. */
const requests: Readonly<Record<string, EcsOptions & { readonly end?: End }>> = {
  "no such image": { image: "registry.test/prefect/missing:1" },
  "no such command": { launcher: ["no-such-program"] },
  "no runner": {
    patch: { runTask: (request) => JSON.parse(JSON.stringify(request).replaceAll("/opt/prefect/", "/opt/nothing/")) },
  },
  "over its memory": { launchType: "EC2", memory: hoardLimitMebibytes, end: "hoards" },
  "a sidecar that ends": {
    end: "idles",
    patch: {
      taskDefinition: [
        {
          op: "add",
          path: "/containerDefinitions/-",
          value: { name: "sidecar", image: "sidecar:1", command: ["sh", "-c", "sleep 2; exit 4"], essential: true },
        },
      ],
    },
  },
  "ends its process": { end: "exits" },
  "no such secret": {
    secrets: { TOKEN: secret.aws("arn:aws:secretsmanager:us-east-1:123456789012:secret:nothing-AbCdEf") },
  },
  "a log group that is not there": {
    cloudwatchLogsOptions: { "awslogs-group": "nowhere", "awslogs-create-group": "false" },
  },
  "no such pair of sizes": { cpu: 1024, memory: 1024 },
  "no such pair of sizes, patched": { patch: { taskDefinition: (request) => ({ ...request, cpu: "999" }) } },
  "a definition over the limit": {
    patch: { taskDefinition: (request) => ({ ...request, volumes: [{ name: "x".repeat(70_000) }] }) },
  },
  "a patch that does not apply": { patch: { runTask: [{ op: "replace", path: "/nothing/here", value: 1 }] } },
  "a misspelt patch of the task": { patch: { runTask: [{ op: "add", path: "/lunchType", value: "EC2" }] } },
  "a misspelt patch of the definition": {
    patch: { taskDefinition: [{ op: "add", path: "/containerDefinitions/0/enviroment", value: [] }] },
  },
  "no such task definition": { taskDefinitionArn: "nothing:7" },
  "no such execution role": { executionRoleArn: "arn:aws:iam::123456789012:role/nobody" },
  "no such task role": { taskRoleArn: "arn:aws:iam::123456789012:role/nobody" },
  "no such cluster": { cluster: "nowhere" },
  "no such subnet": { vpcId: "vpc-0default", networkConfiguration: { subnets: ["subnet-0z"] } },
  "no such VPC": { vpcId: "vpc-0nothing" },
  "a region without the cluster": { region: "eu-west-1" },
  "no ECS": { endpoint: "http://127.0.0.1:1" },
};

async function play(name: string): Promise<readonly [string, unknown]> {
  const { end = name.startsWith("taken away") ? "idles" : "returns", ...options } = requests[name] ?? {};
  // By its family a test tells one task of all from the others.
  const family = name.replaceAll(/\W+/g, "-");
  const there = ecs({ workPool: "tasks", family, ...options });
  const call = end === "hoards" ? there(hoards)() : there(works)(end);
  return [name, await failureOf(call).catch((error: unknown) => ({ name: "none", message: String(error) }))];
}

report(Object.fromEntries(await Promise.all(names.map(play))));

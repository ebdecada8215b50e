import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { EcsApi } from "../../packages/aws/src/ecs/ecs-api.ts";

const pollMilliseconds = 20;

/** Registers a definition of a task on Fargate that does nothing, and answers its ARN. */
export async function registerBareTask(api: EcsApi, image: string): Promise<string> {
  const { arn } = await api.registerTaskDefinition({
    family: "bare",
    cpu: "1024",
    memory: "2048",
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    containerDefinitions: [{ name: "main", image, command: ["node", "-e", ""] }],
  });
  return arn;
}

/** Starts a task and looks at it until it has stopped, more often than anybody would; resolves with the time that it took. */
export async function runBareTask(api: EcsApi, taskDefinition: string): Promise<number> {
  const startedAt = performance.now();
  const networkConfiguration = { awsvpcConfiguration: { subnets: await api.findSubnets(null) } };
  const { tasks } = await api.runTask({ taskDefinition, launchType: "FARGATE", count: 1, networkConfiguration });
  const [started] = tasks;
  if (started === undefined) throw new Error("The task was not started.");
  for (;;) {
    const { tasks: seen } = await api.describeTasks(started.clusterArn, [started.taskArn]);
    if (seen[0]?.lastStatus === "STOPPED") return performance.now() - startedAt;
    await delay(pollMilliseconds);
  }
}

import {
  objectsAt,
  type DecoratorOptions,
  type InfrastructureDecorator,
  type InfrastructureType,
  type StorageCredentialsWay,
} from "prefect-core/provider";
import { defineInfrastructure, resolveRunnerImage } from "prefect-core/provider";
import { parseEcsConfiguration } from "./ecs-configuration.ts";
import type { EcsConfiguration } from "./ecs-configuration.ts";
import { ecsJobTemplate } from "./ecs-job-template.ts";
import { ecsOptionNames, toEcsJobVariables } from "./ecs-options.ts";
import type { EcsOptions } from "./ecs-options.ts";
import { splitEnvironment } from "./split-environment.ts";
import { toRunTask } from "./to-run-task.ts";
import { toTaskDefinition } from "./to-task-definition.ts";

/** Tasks of AWS Elastic Container Service, as Prefect's `ecs` work pools have them. */
export const ecsInfrastructure: InfrastructureType<EcsOptions, EcsConfiguration> = {
  specificationVersion: "v1",
  type: "ecs",
  displayName: "AWS Elastic Container Service",
  description:
    "Execute flow runs within containers on AWS ECS. Works with EC2 and Fargate clusters. Requires an AWS account.",
  baseJobTemplate: ecsJobTemplate,
  defaultWorkPool: "ecs",
  optionNames: ecsOptionNames,
  secretSources: ["aws"],
  accumulatingVariables: ["labels"],
  toJobVariables: toEcsJobVariables,
  parseConfiguration: parseEcsConfiguration,
  validateConfiguration: async (configuration) =>
    (await import("./validate-requests.ts")).validateRequests(configuration),
  runnerCommand: () => ({ prefix: ["node", "/opt/prefect/runner.mjs"] }),
  storageCredentialsWays: toCredentialsWays,
  createLauncher: async (configuration) => (await import("./ecs-launcher.ts")).createEcsLauncher(configuration),
  connectionOf: ({ access, cluster, taskDefinition }) =>
    JSON.stringify([access, cluster, taskDefinition?.["family"] ?? null]),
  toResource(request) {
    const { image } = resolveRunnerImage(request.configuration.image);
    const region = request.configuration.access.region ?? "REGION";
    const { overrides, definition } = splitEnvironment(request);
    const registered = toTaskDefinition(request, { image, region, env: definition });
    const named = String(registered?.["family"] ?? request.configuration.taskRunRequest["taskDefinition"]);
    // Subnets that nobody names are looked up by a launch.
    const network = registered?.["networkMode"] === "awsvpc" ? request.configuration.network : null;
    const runTask = toRunTask(request, { taskDefinition: named, network, environment: overrides });
    return { RegisterTaskDefinition: registered, RunTask: runTask };
  },
};

/** A secret that the task names, else the API with a key that the task names. What a run alone has would be seen. */
function toCredentialsWays({
  secretArns,
  taskDefinition,
  containerName,
}: EcsConfiguration): readonly StorageCredentialsWay[] {
  const container = objectsAt(taskDefinition ?? {}, "containerDefinitions").find(({ name }) => name === containerName);
  const named = new Set([
    ...Object.keys(secretArns),
    ...objectsAt(container ?? {}, "secrets").map(({ name }) => String(name)),
  ]);
  if (named.has("PREFECT__STORAGE_CREDENTIALS")) return ["pool-secret"];
  return named.has("PREFECT_API_KEY") || named.has("PREFECT_API_AUTH_STRING") ? ["api"] : [];
}

/** Binds a flow to an ECS task: `ecs({ cluster: "jobs", cpu: 1024 })(flow(fn))`. */
export const ecs: (options?: DecoratorOptions<EcsOptions>) => InfrastructureDecorator<EcsOptions> =
  defineInfrastructure(ecsInfrastructure);

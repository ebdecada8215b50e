import {
  isEmpty,
  isJsonObject,
  objectAt,
  objectsAt,
  textAt,
  withoutEmpty,
  type Json,
  type JsonObject,
  type LaunchRequest,
} from "prefect-core/provider";
import type { EcsConfiguration } from "./ecs-configuration.ts";
import { toFamily, toStreamPrefix, toTags } from "./ecs-names.ts";
import { defaultSize } from "./fargate-sizes.ts";
import { patchRequest } from "./patch-request.ts";

export interface DefinitionSurroundings {
  readonly image: string;
  /** Where the logs go. */
  readonly region: string;
  /** Variables that are too much for the overrides of a task. */
  readonly env?: Readonly<Record<string, string>>;
}

const logGroup = "prefect";

/**
 * The request that registers the definition of a run; `null` where an existing definition is named. Throws
 * `JobConfigurationError` for a patch that does not apply. Pure.
 */
export function toTaskDefinition(
  request: LaunchRequest<EcsConfiguration>,
  surroundings: DefinitionSurroundings,
): JsonObject | null {
  const { configuration, labels } = request;
  const { taskDefinition, patch } = configuration;
  if (taskDefinition === null) return null;
  const containers = objectsAt(taskDefinition, "containerDefinitions");
  const { containerName } = configuration;
  // The only one without a name is the flow's.
  const own = containers.findIndex(({ name }) => name === containerName || isEmpty(name));
  const flowContainer = toContainer(request, containers[own] ?? {}, surroundings);
  const others = containers.filter((_, index) => index !== own);
  const complete = withoutEmpty({
    ...taskDefinition,
    ...toSize(configuration, taskDefinition),
    family: textAt(taskDefinition, "family") ?? toFamily(labels),
    containerDefinitions: [flowContainer, ...others],
    tags: toTags(poolLabels(labels)).map((tag) => ({ ...tag })),
  });
  return patchRequest(complete, patch, "taskDefinition");
}

/** A definition is shared by the runs of a pool. */
function poolLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = ["prefect.io/work-pool-id", "prefect.io/work-pool-name"];
  return Object.fromEntries(names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));
}

function toSize({ isFargate }: EcsConfiguration, definition: JsonObject): JsonObject {
  const { cpu = null, memory = null, requiresCompatibilities = null } = definition;
  if (!isFargate) return { cpu: isEmpty(cpu) ? null : String(cpu), memory: isEmpty(memory) ? null : String(memory) };
  const given: readonly Json[] = Array.isArray(requiresCompatibilities) ? requiresCompatibilities : [];
  return {
    cpu: String(isEmpty(cpu) ? defaultSize.cpu : cpu),
    memory: String(isEmpty(memory) ? defaultSize.memory : memory),
    requiresCompatibilities: given.includes("FARGATE") ? given : [...given, "FARGATE"],
    networkMode: textAt(definition, "networkMode") ?? "awsvpc",
  };
}

function toContainer(
  request: LaunchRequest<EcsConfiguration>,
  container: JsonObject,
  { image, region, env = {} }: DefinitionSurroundings,
): JsonObject {
  const { configuration, labels } = request;
  const { containerName, isFargate, gpus, taskDefinition } = configuration;
  const secretNames = new Set(Object.keys(configuration.secretArns));
  const environment = new Map(
    Object.entries(env).map(([name, value]): [string, JsonObject] => [name, { name, value }]),
  );
  for (const entry of objectsAt(container, "environment")) {
    const name = String(entry["name"]);
    // ECS refuses a variable that is also a secret; `null` removes one.
    if (secretNames.has(name) || environment.has(name) || entry["value"] == null) continue;
    environment.set(name, entry);
  }
  return withoutEmpty({
    ...container,
    name: containerName,
    image,
    ...(isFargate ? {} : toContainerSize(container, taskDefinition ?? {})),
    environment: [...environment.values()],
    secrets: toSecrets(container, configuration.secretArns),
    logConfiguration: toLogConfiguration(container, configuration, { region, labels }),
    ...(gpus === 0 ? {} : { resourceRequirements: withGpus(container, gpus) }),
  });
}

/** On instances the container has the size; a definition without one is refused there. */
function toContainerSize(container: JsonObject, { cpu, memory }: JsonObject): JsonObject {
  return {
    cpu: toWhole(container["cpu"], cpu, defaultSize.cpu),
    memory: toWhole(container["memory"], memory, defaultSize.memory),
  };
}

function toWhole(own: Json | undefined, ofTask: Json | undefined, usual: number): number {
  const size = Number(isEmpty(own) ? (isEmpty(ofTask) ? usual : ofTask) : own);
  return Number.isInteger(size) ? size : usual;
}

function toSecrets(container: JsonObject, arns: Readonly<Record<string, string>>): readonly JsonObject[] {
  const given = objectsAt(container, "secrets").filter(({ name }) => arns[String(name)] === undefined);
  return [...given, ...Object.entries(arns).map(([name, valueFrom]) => ({ name, valueFrom }))];
}

function toLogConfiguration(
  container: JsonObject,
  { logs }: EcsConfiguration,
  { region, labels }: { readonly region: string; readonly labels: Readonly<Record<string, string>> },
): JsonObject {
  const given = objectAt(container, "logConfiguration");
  if (!isEmpty(given) || logs === null) return given;
  return {
    logDriver: "awslogs",
    options: {
      "awslogs-create-group": "true",
      "awslogs-group": logGroup,
      "awslogs-region": region,
      "awslogs-stream-prefix": logs.prefix ?? toStreamPrefix(labels),
      ...logs.options,
    },
  };
}

function withGpus(container: JsonObject, gpus: number): readonly JsonObject[] {
  const others = objectsAt(container, "resourceRequirements").filter(({ type }) => type !== "GPU");
  return [...others, { type: "GPU", value: String(gpus) }];
}

/** Where the output of a container goes; `null` where it does not go to CloudWatch. Pure. */
export interface LogDestination {
  readonly group: string;
  readonly streamPrefix: string;
  readonly region: string;
}

export function logDestinationOf(definition: JsonObject, containerName: string): LogDestination | null {
  const container = objectsAt(definition, "containerDefinitions").find(({ name }) => name === containerName);
  const configuration = container?.["logConfiguration"];
  if (!isJsonObject(configuration) || configuration["logDriver"] !== "awslogs") return null;
  const options = objectAt(configuration, "options");
  const group = textAt(options, "awslogs-group");
  const streamPrefix = textAt(options, "awslogs-stream-prefix");
  const region = textAt(options, "awslogs-region");
  return group === null || streamPrefix === null || region === null ? null : { group, streamPrefix, region };
}

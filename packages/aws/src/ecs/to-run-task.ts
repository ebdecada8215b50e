import {
  isEmpty,
  isJsonObject,
  objectAt,
  objectsAt,
  withoutEmpty,
  type Json,
  type JsonObject,
  type LaunchRequest,
} from "prefect-core/provider";
import type { EcsConfiguration } from "./ecs-configuration.ts";
import { toClientToken, toTags } from "./ecs-names.ts";
import { invalidConfiguration } from "./invalid-configuration.ts";
import { patchRequest } from "./patch-request.ts";
import { referenceTags } from "./task-reference.ts";

/** ECS refuses more; its JSON counts in full. */
export const maximumOverridesLength = 8192;

export interface RunTaskSurroundings {
  readonly taskDefinition: string;
  /** `null`: the definition's network mode has none, or the template gives one of its own. */
  readonly network: JsonObject | null;
  readonly environment: Readonly<Record<string, string>>;
}

/** By what AWS's console calls whatever bears it. */
const nameTag = "Name";

/** What started a task, for people and for `ListTasks`. */
export const startedBy = "prefect";

/** The request that starts the task of an attempt. Throws `JobConfigurationError` for a patch that does not apply. Pure. */
export function toRunTask(
  request: LaunchRequest<EcsConfiguration>,
  { taskDefinition, network, environment }: RunTaskSurroundings,
): JsonObject {
  const { configuration, labels, name } = request;
  const { taskRunRequest, cluster, patch } = configuration;
  const complete = withoutEmpty({
    ...taskRunRequest,
    ...toPlacement(taskRunRequest),
    taskDefinition,
    cluster,
    overrides: toOverrides(request, environment),
    ...(network === null ? {} : { networkConfiguration: { awsvpcConfiguration: network } }),
    tags: toTags(ownTags(taskRunRequest["tags"])).map((tag) => ({ ...tag })),
    startedBy,
  });
  const patched = patchRequest(complete, patch, "runTask");
  checkOverrides(patched);
  // By these a task is found again, so that no patch takes them away.
  const identity = { ...labels, ...referenceTags(configuration) };
  // They come first, as the number of tags is limited, and what others name alike does not replace them.
  const tags = toTags({ ...identity, [nameTag]: name, ...ownTags(patched["tags"]), ...identity });
  return {
    ...patched,
    count: 1,
    clientToken: toClientToken(request),
    tags: tags.map((tag) => ({ ...tag })),
  };
}

/** As a template has them, an object, or as ECS has them, a list. */
function ownTags(tags: Json | undefined): Readonly<Record<string, string>> {
  const entries: readonly (readonly [string, Json | undefined])[] = isJsonObject(tags)
    ? Object.entries(tags)
    : objectsAt({ tags: tags ?? null }, "tags").map(({ key, value }) => [String(key), value] as const);
  return Object.fromEntries(entries.map(([key, value]) => [key, value == null ? "" : String(value)]));
}

/** Only one of launch type and capacity providers is allowed; Fargate Spot is a provider and no launch type. */
function toPlacement({ launchType = null, capacityProviderStrategy = null }: JsonObject): JsonObject {
  if (!isEmpty(capacityProviderStrategy)) return { launchType: null, capacityProviderStrategy };
  if (launchType !== "FARGATE_SPOT") return { launchType, capacityProviderStrategy: null };
  return { launchType: null, capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }] };
}

function toOverrides(
  { configuration, command }: LaunchRequest<EcsConfiguration>,
  environment: Readonly<Record<string, string>>,
): JsonObject {
  const { containerName, taskRunRequest } = configuration;
  const overrides = objectAt(taskRunRequest, "overrides");
  const { cpu = null, memory = null } = overrides;
  const containers = objectsAt(overrides, "containerOverrides");
  const own = containers.findIndex(({ name }) => name === containerName || isEmpty(name));
  const flowContainer = withoutEmpty({
    ...containers[own],
    name: containerName,
    command,
    environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
    cpu: toNumber(containers[own]?.["cpu"]),
    memory: toNumber(containers[own]?.["memory"]),
  });
  return withoutEmpty({
    ...overrides,
    cpu: isEmpty(cpu) ? null : String(cpu),
    memory: isEmpty(memory) ? null : String(memory),
    containerOverrides: [flowContainer, ...containers.filter((_, index) => index !== own)],
  });
}

function toNumber(value: Json | undefined): number | null {
  return isEmpty(value) || !Number.isInteger(Number(value)) ? null : Number(value);
}

export function overridesLength(request: JsonObject): number {
  return JSON.stringify(objectAt(request, "overrides")).length;
}

function checkOverrides(request: JsonObject): void {
  const length = overridesLength(request);
  if (length <= maximumOverridesLength) return;
  throw invalidConfiguration(
    "task_run_request.overrides",
    `would have ${length} characters, and ECS takes ${maximumOverridesLength}: give the run a smaller environment, or ` +
      "put variables into the task definition",
  );
}

import {
  isEmpty,
  objectAt,
  textAt,
  type InfrastructureFailure,
  type JsonObject,
  type LaunchRequest,
} from "prefect-core/provider";
import { CapacityError, resolveRunnerImage, StartFailedError, UnschedulableError } from "prefect-core/provider";
import type { DefinitionRegistry } from "./definition-registry.ts";
import type { EcsApi, RegisteredDefinition } from "./ecs-api.ts";
import type { EcsConfiguration } from "./ecs-configuration.ts";
import { acrossDrops } from "./ecs-patience.ts";
import type { EcsTask } from "./ecs-task.ts";
import { EcsApiError } from "./errors/ecs-api-error.ts";
import { explainPlacementFailure, isCapacityProblem } from "./explain-run-task-failure.ts";
import { invalidConfiguration } from "./invalid-configuration.ts";
import { splitEnvironment } from "./split-environment.ts";
import { toRunTask } from "./to-run-task.ts";
import { toTaskDefinition } from "./to-task-definition.ts";
import { requireKnownMembers } from "./validate-requests.ts";

type Request = LaunchRequest<EcsConfiguration>;

/** What launches of one process share. */
export interface LaunchSurroundings {
  readonly api: EcsApi;
  readonly definitions: DefinitionRegistry;
  /** All subnets of a VPC, each looked up once. */
  subnetsOf(vpcId: string | null): Promise<readonly string[]>;
}

/**
 * Starts the task of an attempt, or finds the one that an earlier launch started: RunTask with the same token starts
 * nothing twice. Throws `StartFailedError`, `CapacityError` and `UnschedulableError` where ECS refuses it, and
 * `EcsAccessError`, `ClusterNotFoundError`, `VpcNotFoundError` and `EcsUnreachableError`.
 */
export async function launchTask(surroundings: LaunchSurroundings, request: Request): Promise<EcsTask> {
  const { api, definitions } = surroundings;
  const { image, notice } = resolveRunnerImage(request.configuration.image);
  if (notice !== null && request.configuration.taskDefinition !== null) {
    request.notify?.({ kind: "information", message: notice });
  }
  const environment = splitEnvironment(request);
  if (environment.notice !== null) request.notify?.({ kind: "warning", message: environment.notice });
  const { patch } = request.configuration;
  const wanted = toTaskDefinition(request, { image, region: api.region, env: environment.definition });
  if (wanted !== null) requireKnownMembers("RegisterTaskDefinition", wanted, patch);
  for (let hasRetried = false; ; hasRetried = true) {
    try {
      const definition = await findDefinition(definitions, wanted, request);
      const runTask = toRunTask(request, {
        taskDefinition: definition.arn,
        network: await toNetwork(surroundings, definition, request.configuration),
        environment: environment.overrides,
      });
      requireKnownMembers("RunTask", runTask, patch);
      return await run(api, runTask, request);
    } catch (error) {
      // Somebody has deregistered what this process had seen.
      const isInactive = EcsApiError.isInstance(error) && /inactive/i.test(error.detail) && wanted !== null;
      if (!isInactive || hasRetried) throw toLaunchError(error, request);
      await definitions.forget((await definitions.ensure(wanted)).arn);
    }
  }
}

async function findDefinition(
  definitions: DefinitionRegistry,
  wanted: JsonObject | null,
  { configuration, signal }: Request,
): Promise<RegisteredDefinition> {
  if (wanted !== null) return definitions.ensure(wanted, signal);
  const name = textAt(configuration.taskRunRequest, "taskDefinition") ?? "";
  const found = await definitions.read(name);
  if (found !== null) return found;
  throw invalidConfiguration("task_definition_arn", `names the task definition ${name}, which is not there`);
}

/** Only tasks with a network interface of their own need to be told where it is. */
async function toNetwork(
  { subnetsOf }: LaunchSurroundings,
  { definition }: RegisteredDefinition,
  { network, vpcId, taskRunRequest, isFargate }: EcsConfiguration,
): Promise<JsonObject | null> {
  if (textAt(definition, "networkMode") !== "awsvpc") return null;
  if (!isEmpty(objectAt(taskRunRequest, "networkConfiguration"))) return null;
  if (network !== null && !isEmpty(network["subnets"])) return network;
  const subnets = await subnetsOf(vpcId);
  // Without an address of its own a task in a public subnet reaches neither registry nor AWS; instances give none.
  return { subnets, ...(isFargate ? { assignPublicIp: "ENABLED" } : {}), ...network };
}

async function run(api: EcsApi, runTask: JsonObject, { flowRunId, signal }: Request): Promise<EcsTask> {
  signal?.throwIfAborted();
  try {
    const { tasks, failures } = await acrossDrops(() => api.runTask(runTask), signal);
    const [task] = tasks;
    if (task !== undefined) return task;
    const { cause, ...failure } = explainPlacementFailure(failures[0] ?? {});
    throw toFailure(cause, { flowRunId, exitCode: null, logTail: [], ...failure });
  } catch (error) {
    const [task] = EcsApiError.isInstance(error) && error.code === "ConflictException" ? error.resourceIds : [];
    if (task === undefined) throw error;
    // The token is that of this attempt, started by a launch that asked for it in other words.
    return adopt(api, runTask, task, error);
  }
}

async function adopt(api: EcsApi, runTask: JsonObject, task: string, error: unknown): Promise<EcsTask> {
  const cluster = textAt(runTask, "cluster") ?? "default";
  const { tasks } = await acrossDrops(() => api.describeTasks(cluster, [task]));
  const [found] = tasks;
  if (found === undefined) throw error;
  return found;
}

function toFailure(cause: string, failure: InfrastructureFailure): Error {
  if (cause === "capacity") return new CapacityError(failure);
  return cause === "unschedulable" ? new UnschedulableError(failure) : new StartFailedError(failure);
}

const refusals = new Set([
  "ClientException",
  "InvalidParameterException",
  "PlatformUnknownException",
  "PlatformTaskDefinitionIncompatibilityException",
  "UnsupportedFeatureException",
  "BlockedException",
  "SerializationException",
]);

/** What ECS has against the thing itself, as the run's own failure. */
function toLaunchError(error: unknown, { flowRunId }: Request): unknown {
  if (!EcsApiError.isInstance(error) || error.name !== "EcsApiError" || !refusals.has(error.code)) return error;
  const { detail } = error;
  const failure = { flowRunId, exitCode: null, logTail: [], message: error.message, platformReason: error.code };
  if (isCapacityProblem(detail)) return new CapacityError(failure);
  if (/no container instances/i.test(detail)) {
    const hint = "Add an instance to the cluster, or use launch_type FARGATE.";
    return new UnschedulableError({ ...failure, hint });
  }
  const hint = hints.find(([pattern]) => pattern.test(detail))?.[1];
  const usual = "Correct what ECS complains about, in the flow's options, its `patch` or the work pool's template.";
  return new StartFailedError({ ...failure, hint: hint ?? usual });
}

const hints: readonly (readonly [RegExp, string])[] = [
  [
    /No Fargate configuration|Invalid .*(cpu|memory)/i,
    "Fargate has pairs of cpu and memory: 256 units with 512 to 2048 MiB, 512 with 1024 to 4096, 1024 with 2048 to 8192, " +
      "and so on in steps of 1024.",
  ],
  [/role/i, "Check execution_role_arn and task_role_arn: both must exist and trust ecs-tasks.amazonaws.com."],
  [/subnet|security group/i, "Name subnets and security groups of one VPC of this region in network_configuration."],
  [
    /65536|too (large|long)|length/i,
    "Make the task definition smaller: move variables out of `env` into a file or a secret.",
  ],
];

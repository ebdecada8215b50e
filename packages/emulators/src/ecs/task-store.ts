import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { AwsError } from "./aws-error.ts";
import type { DefinitionStore } from "./definition-store.ts";
import { lastName, now, type RunTaskInput, type StoredDefinition, type StoredTask, toArn } from "./ecs-shapes.ts";
import { startTaskRun, type TaskRun, type TaskSurroundings } from "./task-run.ts";

export interface TaskStoreOptions {
  readonly region: string;
  readonly clusters: readonly string[];
  readonly subnets: readonly string[];
  readonly definitions: DefinitionStore;
  readonly surroundings: (request: RunTaskInput) => TaskSurroundings;
}

export interface TaskStore {
  /** Throws `AwsError` for an unknown cluster; answers its ARN. */
  clusterArn(cluster: string | undefined): string;
  run(request: RunTaskInput): readonly StoredTask[];
  find(cluster: string | undefined, task: string): TaskRun | null;
  list(cluster: string | undefined, desiredStatus: string): readonly StoredTask[];
  all(): readonly StoredTask[];
  forget(task: string): Promise<void>;
  close(): Promise<void>;
}

const maximumOverridesLength = 8192;
const fargateProviders = new Set(["FARGATE", "FARGATE_SPOT"]);

export function createTaskStore({ region, clusters, subnets, definitions, surroundings }: TaskStoreOptions): TaskStore {
  const runs = new Map<string, TaskRun>();
  const byToken = new Map<string, { readonly request: RunTaskInput; readonly task: StoredTask }>();

  function clusterArn(cluster = "default"): string {
    const name = lastName(cluster);
    if (clusters.includes(name)) return toArn(region, `cluster/${name}`);
    throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  }

  function checkRequest(request: RunTaskInput, definition: StoredDefinition): void {
    const { launchType, capacityProviderStrategy = [], overrides = {}, networkConfiguration, tags = [] } = request;
    if (launchType !== undefined && capacityProviderStrategy.length > 0) {
      throw invalid(
        "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
      );
    }
    if ((launchType as string | undefined) === "FARGATE_SPOT")
      throw invalid("Launch type should be one of [EC2,FARGATE,EXTERNAL]");
    if (JSON.stringify(overrides).length > maximumOverridesLength) {
      throw invalid(`Container Overrides length must be at most ${maximumOverridesLength}`);
    }
    if (tags.length > 50) throw invalid("You can apply up to 50 tags to each resource.");
    const names = (definition.containerDefinitions ?? []).map(({ name }) => name);
    for (const { name } of overrides.containerOverrides ?? []) {
      if (!names.includes(name))
        throw invalid(`Override for container named ${name} is not a container in the TaskDefinition.`);
    }
    const isFargate =
      launchType === "FARGATE" ||
      capacityProviderStrategy.some(({ capacityProvider = "" }) => fargateProviders.has(capacityProvider));
    if (isFargate && definition.requiresCompatibilities?.includes("FARGATE") !== true) {
      throw invalid("Task definition does not support launch_type FARGATE.");
    }
    if (definition.networkMode !== "awsvpc") {
      if (networkConfiguration !== undefined)
        throw invalid("Network Configuration is not valid for the given networkMode of this task definition.");
      return;
    }
    const { subnets: given = [] } = networkConfiguration?.awsvpcConfiguration ?? {};
    if (given.length === 0)
      throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
    const unknown = given.find((subnet) => !subnets.includes(subnet));
    if (unknown !== undefined)
      throw invalid(
        `Error retrieving subnet information for [${unknown}]: The subnet ID '${unknown}' does not exist (ErrorCode: InvalidSubnetID.NotFound)`,
      );
  }

  function start(request: RunTaskInput): StoredTask {
    const cluster = clusterArn(request.cluster);
    const definition = definitions.find(request.taskDefinition ?? "");
    if (definition === null) throw new AwsError("ClientException", "TaskDefinition not found.");
    if (definition.status !== "ACTIVE") throw new AwsError("ClientException", "TaskDefinition is inactive");
    checkRequest(request, definition);
    const id = randomUUID().replaceAll("-", "");
    const task: StoredTask = {
      taskArn: toArn(region, `task/${lastName(cluster)}/${id}`),
      clusterArn: cluster,
      taskDefinitionArn: definition.taskDefinitionArn,
      lastStatus: "PROVISIONING",
      desiredStatus: "RUNNING",
      createdAt: now(),
      cpu: request.overrides?.cpu ?? definition.cpu,
      memory: request.overrides?.memory ?? definition.memory,
      launchType: request.launchType,
      startedBy: request.startedBy,
      containers: (definition.containerDefinitions ?? []).map(({ name = "", image }) => ({
        name,
        image,
        lastStatus: "PENDING",
      })),
      tags: [...(request.tags ?? [])],
      overrides: request.overrides,
    };
    runs.set(task.taskArn, startTaskRun(surroundings(request), { task, definition, request }));
    return task;
  }

  function find(cluster: string | undefined, task: string): TaskRun | null {
    const home = clusterArn(cluster);
    const found = [...runs.values()].find((run) => lastName(run.task.taskArn) === lastName(task));
    return found !== undefined && found.task.clusterArn === home ? found : null;
  }

  return {
    clusterArn,
    find,
    run(request) {
      const { clientToken } = request;
      if (clientToken === undefined) return [start(request)];
      if (!/^[\x21-\x7e]{1,64}$/.test(clientToken)) throw invalid("clientToken must be 1 to 64 ASCII characters.");
      const token = `${clusterArn(request.cluster)} ${clientToken}`;
      const known = byToken.get(token);
      if (known === undefined) {
        const task = start(request);
        byToken.set(token, { request, task });
        return [task];
      }
      if (isDeepStrictEqual(known.request, request)) return [known.task];
      throw new AwsError("ConflictException", "The provided client token is already in use with a different request.", {
        details: { resourceIds: [known.task.taskArn] },
      });
    },
    list(cluster, desiredStatus) {
      const home = clusterArn(cluster);
      return [...runs.values()]
        .map(({ task }) => task)
        .filter((task) => task.clusterArn === home && task.desiredStatus === desiredStatus);
    },
    all: () => [...runs.values()].map(({ task }) => task),
    async forget(task) {
      const run = [...runs.values()].find((one) => one.task.taskArn === task);
      if (run === undefined) return;
      runs.delete(task);
      await run.stop("UserInitiated", "forgotten");
    },
    async close() {
      await Promise.all([...runs.values()].map((run) => run.stop("UserInitiated", "closing")));
    },
  };
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

import { textAt, type LaunchRequest, type Launcher } from "prefect-core/provider";
import { checkAccess } from "./access-checks.ts";
import { type ClusterPoller, createClusterPoller, type PollTimes, usualPollTimes } from "./cluster-poller.ts";
import { createDefinitionRegistry } from "./definition-registry.ts";
import type { EcsApi, LogStreamName } from "./ecs-api.ts";
import { connectToEcs } from "./ecs-client.ts";
import type { EcsConfiguration } from "./ecs-configuration.ts";
import { acrossDrops } from "./ecs-patience.ts";
import type { EcsTask } from "./ecs-task.ts";
import { endTask } from "./end-task.ts";
import { deregister, findLeftovers } from "./find-leftovers.ts";
import { findTasks } from "./find-tasks.ts";
import { launchTask, type LaunchSurroundings } from "./launch-task.ts";
import { createLogPace, createLogReading, type LogPace } from "./log-reading.ts";
import { fromTaskReference, referenceTo, type TaskReference, toTaskReference } from "./task-reference.ts";
import { logDestinationOf } from "./to-task-definition.ts";
import { watchTask } from "./watch-task.ts";

/** AWS as one launcher uses it. */
interface Connection extends LaunchSurroundings {
  readonly pace: LogPace;
  pollerOf(cluster: string): ClusterPoller;
}

/** Asking AWS before each of many calls would tell nothing new. */
const reachableMilliseconds = 60_000;
const defaultFamilies = "prefect";

/** Starts commands as tasks of ECS, and finds them in a cluster. */
export function createEcsLauncher(
  { access, cluster, taskDefinition }: Pick<EcsConfiguration, "access" | "cluster" | "taskDefinition">,
  times: PollTimes = usualPollTimes,
): Launcher<EcsConfiguration> {
  const launches = new Map<string, Promise<EcsTask>>();
  let connecting: Promise<Connection> | null = null;
  let reachedAt = Number.NEGATIVE_INFINITY;

  function connect(): Promise<Connection> {
    if (connecting !== null) return connecting;
    const opening = connectToEcs(access).then((api) => createConnection(api, times));
    connecting = opening;
    opening.catch(() => (connecting = null));
    return opening;
  }

  /** Launches of one attempt at the same time are one. */
  async function launchOnce(request: LaunchRequest<EcsConfiguration>): Promise<EcsTask> {
    const attempt = `${request.configuration.cluster} ${request.flowRunId} ${request.attempt}`;
    const known = launches.get(attempt);
    if (known !== undefined) return known;
    const launch = connect()
      .then((connection) => launchTask(connection, request))
      .finally(() => launches.delete(attempt));
    launches.set(attempt, launch);
    return launch;
  }

  return {
    async checkReachable() {
      const { api } = await connect();
      if (performance.now() - reachedAt < reachableMilliseconds) return;
      await acrossDrops(() => api.describeCluster(cluster));
      reachedAt = performance.now();
    },
    async checkAccess() {
      return checkAccess((await connect()).api, cluster);
    },
    async launch(request) {
      request.signal?.throwIfAborted();
      return toTaskReference(referenceTo(await launchOnce(request)));
    },
    async *watch(reference, options) {
      const task = fromTaskReference(reference);
      const connection = await connect();
      const { api, pace } = connection;
      const surroundings = {
        poller: connection.pollerOf(task.cluster),
        findStream: () => findStream(connection, task),
        readLog: (stream: LogStreamName) => createLogReading({ api, pace }, stream),
        times,
      };
      yield* watchTask(surroundings, task, options);
    },
    async kill(reference) {
      const task = fromTaskReference(reference);
      const { api, pollerOf } = await connect();
      await endTask(api, pollerOf(task.cluster), task, times.missingMilliseconds);
    },
    async cleanup(reference) {
      const { definition, isDefinitionRemoved } = fromTaskReference(reference);
      if (!isDefinitionRemoved) return;
      const { api, definitions } = await connect();
      await deregister(api, definition);
      await definitions.forget(definition);
    },
    async *find(labels) {
      yield* findTasks((await connect()).api, cluster, labels);
    },
    async *leftovers(labels, { now }) {
      const family = textAt(taskDefinition ?? {}, "family") ?? defaultFamilies;
      if (taskDefinition !== null) yield* findLeftovers((await connect()).api, family, labels, now);
    },
  };
}

function createConnection(api: EcsApi, times: PollTimes): Connection {
  const pollers = new Map<string, ClusterPoller>();
  const subnets = new Map<string | null, Promise<readonly string[]>>();
  return {
    api,
    definitions: createDefinitionRegistry(api),
    pace: createLogPace(),
    subnetsOf(vpcId) {
      const known = subnets.get(vpcId);
      if (known !== undefined) return known;
      const finding = acrossDrops(() => api.findSubnets(vpcId));
      subnets.set(vpcId, finding);
      finding.catch(() => subnets.delete(vpcId));
      return finding;
    },
    pollerOf(cluster) {
      const poller = pollers.get(cluster) ?? createClusterPoller(api, cluster, times);
      pollers.set(cluster, poller);
      return poller;
    },
  };
}

/** ECS names a stream after the prefix, the container and the task. */
async function findStream(
  { definitions }: Connection,
  { definition, container, task }: TaskReference,
): Promise<LogStreamName | null> {
  const registered = definition === "" ? null : await definitions.read(definition);
  const destination = registered === null ? null : logDestinationOf(registered.definition, container);
  if (destination === null) return null;
  const { region, group, streamPrefix } = destination;
  return { region, group, stream: `${streamPrefix}/${container}/${task.split("/").at(-1)}` };
}

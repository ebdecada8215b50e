import { setTimeout as delay } from "node:timers/promises";
import type { ContainerDefinition, ContainerOverride, LogConfiguration } from "@aws-sdk/client-ecs";
import { ImageUnavailableError } from "../workloads/image-unavailable-error.ts";
import type { Workload, WorkloadBackend } from "../workloads/workload-backend.ts";
import { WorkloadStartError } from "../workloads/workload-start-error.ts";
import {
  lastName,
  now,
  type RunTaskInput,
  type StoredContainer,
  type StoredDefinition,
  type StoredTask,
} from "./ecs-shapes.ts";
import type { LogStore } from "./log-store.ts";
import { toTaskEnvironment } from "./task-environment.ts";

/** What keeps a task from starting, in the service's words. */
export interface StartProblem {
  readonly stoppedReason: string;
  /** Whether the task is told of without any container, as for want of capacity. Default: false. */
  readonly isWithoutContainers?: boolean;
}

export interface TaskSurroundings {
  readonly backend: WorkloadBackend;
  readonly logs: LogStore;
  /** Where the service is. */
  readonly place: { readonly region: string; readonly url: string };
  /** By ARN. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Between two states. */
  readonly stateMilliseconds: number;
  /** Where a definition names no other. */
  readonly stopTimeoutSeconds: number;
  readonly startProblem: StartProblem | null;
}

/** A task on its way through its states. */
export interface TaskRun {
  readonly task: StoredTask;
  readonly definition: StoredDefinition;
  /** Asks all containers to end. Resolves when the task has stopped. */
  stop(stopCode: string, stoppedReason: string): Promise<void>;
  readonly stopped: Promise<void>;
}

const unitsPerCpu = 1024;

class StartFailure extends Error {
  readonly container: string | null;
  constructor(message: string, container: string | null = null) {
    super(message);
    this.container = container;
  }
}

export function startTaskRun(
  surroundings: TaskSurroundings,
  { task, definition, request }: { task: StoredTask; definition: StoredDefinition; request: RunTaskInput },
): TaskRun {
  const { backend, logs, stateMilliseconds } = surroundings;
  const workloads = new Map<string, Workload>();
  const stopping = new AbortController();
  const ending: { stop: { readonly code: string; readonly reason: string } | null } = { stop: null };

  const containerOf = (name: string | undefined): StoredContainer | undefined =>
    task.containers.find((container) => container.name === name);

  async function enter(status: string): Promise<void> {
    task.lastStatus = status;
    if (stateMilliseconds > 0)
      await delay(stateMilliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
    // Lets a request be answered between two states.
    await new Promise((resolve) => setImmediate(resolve));
  }

  async function startContainer(container: ContainerDefinition): Promise<void> {
    const name = container.name ?? "";
    const override = request.overrides?.containerOverrides?.find((one) => one.name === name) ?? {};
    const logGroup = openLog(container.logConfiguration);
    const workload = await backend
      .start({
        name: `ecs-${lastName(task.taskArn)}-${name}`,
        image: container.image ?? "",
        entrypoint: (container.entryPoint ?? []).length > 0 ? (container.entryPoint ?? null) : null,
        arguments: override.command ?? container.command ?? null,
        env: toEnv(container, override),
        cpuLimit: toCpuLimit(),
        memoryLimitBytes: toMemoryLimit(container, override),
      })
      .catch((error: unknown) => {
        if (!(error instanceof WorkloadStartError)) throw error;
        throw new StartFailure(`CannotStartContainerError: Error response from daemon: ${error.message}`, name);
      });
    workloads.set(name, workload);
    // A stop that came while the container was being made found nothing to stop.
    if (ending.stop !== null) void stopContainer(name, workload);
    const stream = `${container.logConfiguration?.options?.["awslogs-stream-prefix"]}/${name}/${lastName(task.taskArn)}`;
    const written = logGroup === null ? Promise.resolve() : writeLog(workload, logGroup, stream);
    const stored = containerOf(name);
    if (stored !== undefined) stored.lastStatus = "RUNNING";
    const { exitCode, isOutOfMemory } = await workload.exited;
    await written;
    if (stored === undefined) return;
    stored.lastStatus = "STOPPED";
    stored.exitCode = exitCode;
    if (isOutOfMemory) stored.reason = "OutOfMemoryError: Container killed due to memory usage";
    if (container.essential !== false && ending.stop === null)
      await end("EssentialContainerExited", "Essential container in task exited");
  }

  function openLog(configuration: LogConfiguration | undefined): string | null {
    if (configuration?.logDriver !== "awslogs") return null;
    const group = configuration.options?.["awslogs-group"] ?? "";
    if (configuration.options?.["awslogs-create-group"] === "true") logs.createGroup(group);
    if (logs.hasGroup(group)) return group;
    throw new StartFailure(
      `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1`,
    );
  }

  /** The driver sends no line that is empty. */
  async function writeLog(workload: Workload, group: string, stream: string): Promise<void> {
    let line = "";
    for await (const { content } of workload.output({ follow: true })) {
      line += content.toString();
      if (!line.endsWith("\n")) continue;
      const text = line.slice(0, -1).replace(/\r$/, "");
      line = "";
      if (text !== "") logs.append(group, stream, text);
    }
    if (line !== "") logs.append(group, stream, line);
  }

  function toEnv(container: ContainerDefinition, override: ContainerOverride): Record<string, string> {
    const secrets = (container.secrets ?? []).map(({ name = "", valueFrom = "" }): [string, string] => {
      const value = surroundings.secrets.get(valueFrom);
      if (value !== undefined) return [name, value];
      throw new StartFailure(
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: " +
          `unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${valueFrom} from secrets manager: ResourceNotFoundException`,
      );
    });
    const environment = toTaskEnvironment({ container, override }, { definition, request }, surroundings.place);
    return { ...environment, ...Object.fromEntries(secrets) };
  }

  /** Of the task; what a container has to itself is only its share. */
  function toCpuLimit(): number | null {
    const units = Number(request.overrides?.cpu ?? definition.cpu);
    return units > 0 ? units / unitsPerCpu : null;
  }

  function toMemoryLimit(container: ContainerDefinition, override: ContainerOverride): number | null {
    const mebibytes = override.memory ?? container.memory ?? Number(request.overrides?.memory ?? definition.memory);
    return Number.isFinite(mebibytes) ? mebibytes * 2 ** 20 : null;
  }

  async function provideImages(): Promise<void> {
    for (const { image = "", name = "" } of definition.containerDefinitions ?? []) {
      await backend.provideImage(image, "if-absent").catch((error: unknown) => {
        if (!(error instanceof ImageUnavailableError)) throw error;
        throw new StartFailure(
          "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref " +
            `docker.io/${image}: docker.io/${image}: not found`,
          name,
        );
      });
    }
  }

  async function run(): Promise<void> {
    await enter("PROVISIONING");
    const { startProblem } = surroundings;
    if (startProblem !== null) {
      if (startProblem.isWithoutContainers === true) task.containers = [];
      throw new StartFailure(startProblem.stoppedReason);
    }
    await enter("PENDING");
    await provideImages();
    if (ending.stop !== null) return;
    const running = (definition.containerDefinitions ?? []).map(startContainer);
    const allStarted = Promise.all(running);
    const settled = { isSettled: false };
    allStarted.catch(() => undefined).finally(() => (settled.isSettled = true));
    await Promise.race([allStarted, untilStarted(settled)]);
    if (workloads.size > 0) {
      task.startedAt = now();
      if (ending.stop === null) task.lastStatus = "RUNNING";
    }
    await allStarted;
  }

  async function untilStarted(all: { readonly isSettled: boolean }): Promise<void> {
    while (!all.isSettled && workloads.size < (definition.containerDefinitions?.length ?? 0)) await delay(5);
  }

  async function end(code: string, reason: string): Promise<void> {
    if (ending.stop !== null) return;
    ending.stop = { code, reason };
    task.desiredStatus = "STOPPED";
    stopping.abort();
    if (task.lastStatus !== "STOPPED") task.lastStatus = workloads.size > 0 ? "STOPPING" : "DEPROVISIONING";
    await Promise.all([...workloads].map(([name, workload]) => stopContainer(name, workload)));
  }

  function stopContainer(name: string, workload: Workload): Promise<void> {
    const container = definition.containerDefinitions?.find((one) => one.name === name);
    return workload.stop(container?.stopTimeout ?? surroundings.stopTimeoutSeconds);
  }

  async function live(): Promise<void> {
    try {
      await run();
    } catch (error) {
      const message = error instanceof StartFailure ? error.message : `InternalError: ${String(error)}`;
      const failed = error instanceof StartFailure ? containerOf(error.container ?? undefined) : undefined;
      if (failed !== undefined) failed.reason = message;
      await end("TaskFailedToStart", message);
    }
    await Promise.all([...workloads.values()].map((workload) => workload.exited));
    const { code: stopCode, reason: stoppedReason } = ending.stop ?? {
      code: "TaskFailedToStart",
      reason: "Task failed to start",
    };
    for (const container of task.containers) container.lastStatus = "STOPPED";
    Object.assign(task, {
      lastStatus: "STOPPED",
      desiredStatus: "STOPPED",
      stopCode,
      stoppedReason,
      stoppedAt: now(),
    });
    await Promise.all([...workloads.values()].map((workload) => workload.remove()));
  }

  const stopped = live();

  return {
    task,
    definition,
    stopped,
    async stop(code, reason) {
      await end(code, reason);
      await stopped;
    },
  };
}

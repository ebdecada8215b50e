import { setTimeout as delay } from "node:timers/promises";
import { ImageUnavailableError } from "../../workloads/image-unavailable-error.ts";
import type { Workload, WorkloadBackend, WorkloadExit, WorkloadRequest } from "../../workloads/workload-backend.ts";
import { WorkloadStartError } from "../../workloads/workload-start-error.ts";
import { toApiTime } from "../api/api-object.ts";
import type { Container, ContainerState, ContainerStatus } from "../api/pod.ts";
import { ContainerConfigError } from "./container-config-error.ts";
import { toEndState, toStartErrorState, toWaitingStatus } from "./container-states.ts";
import { describeImageProblem, toImagePolicy } from "./image-problems.ts";

/** What surrounds a container on its node. */
export interface ContainerSurroundings {
  readonly backend: WorkloadBackend;
  /** Throws `ContainerConfigError` while something is missing. */
  readonly toRequest: (container: Container, restartCount: number) => Promise<WorkloadRequest>;
  /** After each change of the container's status. */
  readonly onChange: () => void;
  readonly report: (container: Container, event: ContainerEvent) => void;
  readonly restartPolicy: "Always" | "OnFailure" | "Never";
  readonly backoffSeconds: number;
}

export interface ContainerEvent {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

/** One container of a pod, with its restarts. */
export interface ContainerRun {
  readonly container: Container;
  readonly status: ContainerStatus;
  /** What has run so far, the last one last. */
  readonly workloads: readonly Workload[];
  /** Resolves when its first command has started, or will never. */
  readonly started: Promise<void>;
  /** Resolves when it will not run again, with its last exit code; `null` where it never ran. */
  readonly ended: Promise<number | null>;
  stop(graceSeconds: number): Promise<void>;
  /** Ends it as the kernel does when memory is short. */
  killForMemory(): Promise<void>;
}

const maximumBackoffSeconds = 300;

/** Starts a container as a node does, with all the patience of one. */
export function runContainer(
  container: Container,
  { backend, toRequest, onChange, report, restartPolicy, backoffSeconds }: ContainerSurroundings,
): ContainerRun {
  const stopping = new AbortController();
  const started = Promise.withResolvers<void>();
  const workloads: Workload[] = [];
  let status = toWaitingStatus(container, "ContainerCreating");
  let isOutOfMemory = false;

  function change(state: ContainerState, rest: Partial<ContainerStatus> = {}): void {
    const isRunning = state.running !== undefined;
    status = { ...status, state, ready: isRunning, started: isRunning, ...rest };
    onChange();
  }
  const wait = (reason: string, message?: string): void =>
    change({ waiting: { reason, ...(message === undefined ? {} : { message }) } });
  const rest = (seconds: number): Promise<void> =>
    delay(seconds * 1000, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
  const backoffAfter = (failures: number): number =>
    Math.min(backoffSeconds * 2 ** failures, Math.max(maximumBackoffSeconds, backoffSeconds));

  async function provideImage(): Promise<boolean> {
    const { image } = container;
    const policy = toImagePolicy(container);
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      try {
        if (policy === "always")
          report(container, { type: "Normal", reason: "Pulling", message: `Pulling image "${image}"` });
        await backend.provideImage(image, policy);
        const isPresent = `Container image "${image}" already present on machine`;
        const message = policy === "always" ? `Successfully pulled image "${image}"` : isPresent;
        report(container, { type: "Normal", reason: "Pulled", message });
        return true;
      } catch (error) {
        if (!(error instanceof ImageUnavailableError)) throw error;
        const problem = describeImageProblem(error);
        for (const event of problem.events) report(container, event);
        wait(problem.reason, problem.message);
        await rest(backoffSeconds);
        if (problem.backoff !== null && !stopping.signal.aborted) {
          report(container, { type: "Normal", reason: "BackOff", message: `Back-off pulling image "${image}"` });
          report(container, { type: "Warning", reason: "Failed", message: "Error: ImagePullBackOff" });
          wait("ImagePullBackOff", problem.backoff);
          await rest(backoffAfter(failures));
        }
      }
    }
    return false;
  }

  async function configure(): Promise<WorkloadRequest | null> {
    while (!stopping.signal.aborted) {
      try {
        return await toRequest(container, status.restartCount);
      } catch (error) {
        if (!(error instanceof ContainerConfigError)) throw error;
        report(container, { type: "Warning", reason: "Failed", message: `Error: ${error.message}` });
        wait("CreateContainerConfigError", error.message);
        await rest(backoffSeconds);
      }
    }
    return null;
  }

  /** The exit code of one run; `null` where it was stopped before. */
  async function runOnce(): Promise<number | null> {
    const request = (await provideImage()) ? await configure() : null;
    if (request === null) return null;
    report(container, { type: "Normal", reason: "Created", message: `Created container: ${container.name}` });
    let workload: Workload;
    try {
      workload = await backend.start(request);
    } catch (error) {
      if (!(error instanceof WorkloadStartError)) throw error;
      const message = toRuntimeMessage(error.message);
      report(container, { type: "Warning", reason: "Failed", message: `Error: ${message}` });
      change(toStartErrorState(message, `containerd://${request.name}`));
      return 128;
    }
    workloads.push(workload);
    const containerID = `containerd://${workload.id}`;
    report(container, { type: "Normal", reason: "Started", message: `Started container ${container.name}` });
    change({ running: { startedAt: toApiTime(workload.startedAt) } }, { containerID, imageID: container.image });
    started.resolve();
    // A stop that came while it started has not reached it.
    if (stopping.signal.aborted) void workload.stop(Number(stopping.signal.reason));
    const exit: WorkloadExit = await workload.exited;
    change(toEndState(isOutOfMemory ? { ...exit, isOutOfMemory } : exit, workload.startedAt, containerID));
    return exit.exitCode;
  }

  async function runAll(): Promise<number | null> {
    for (let failures = 0; ; failures += 1) {
      const exitCode = await runOnce();
      const mayRestart = restartPolicy === "Always" || (restartPolicy === "OnFailure" && exitCode !== 0);
      if (!mayRestart || stopping.signal.aborted) return exitCode;
      const message = `back-off ${backoffAfter(failures)}s restarting failed container=${container.name}`;
      report(container, { type: "Warning", reason: "BackOff", message });
      const { restartCount, state } = status;
      change(
        { waiting: { reason: "CrashLoopBackOff", message } },
        { restartCount: restartCount + 1, lastState: state },
      );
      await rest(backoffAfter(failures));
      if (stopping.signal.aborted) return exitCode;
    }
  }

  const ended = runAll().finally(() => started.resolve());
  return {
    container,
    get status() {
      return status;
    },
    workloads,
    started: started.promise,
    ended,
    async stop(graceSeconds) {
      if (status.state.running !== undefined) {
        report(container, { type: "Normal", reason: "Killing", message: `Stopping container ${container.name}` });
      }
      stopping.abort(graceSeconds);
      await workloads.at(-1)?.stop(graceSeconds);
      await ended;
    },
    async killForMemory() {
      isOutOfMemory = true;
      await workloads.at(-1)?.kill();
    },
  };
}

/** The runtime of a cluster says it in two more words than an engine. */
function toRuntimeMessage(message: string): string {
  const said = message.replace(/^failed to create (?:containerd )?task(?: for container)?: /, "");
  return `failed to create containerd task: ${said}`;
}

import { setTimeout as delay } from "node:timers/promises";
import type { WorkloadBackend } from "../../workloads/workload-backend.ts";
import type { Condition } from "../api/api-object.ts";
import type { Container, ContainerStatus, Pod } from "../api/pod.ts";
import { podType } from "../api/resource-type.ts";
import type { EventRecorder } from "../store/event-recorder.ts";
import { keyOf } from "../store/object-store.ts";
import { resolveEnv } from "./container-env.ts";
import { ContainerConfigError } from "./container-config-error.ts";
import { type ContainerRun, type ContainerSurroundings, runContainer } from "./container-run.ts";
import { toWaitingStatus } from "./container-states.ts";
import { toPodStatus } from "./pod-status.ts";
import { createPodVolumes, type PodVolumes, type VolumeSurroundings } from "./pod-volumes.ts";
import { toWorkloadRequest } from "./to-workload-request.ts";

export interface PodSurroundings extends VolumeSurroundings {
  readonly backend: WorkloadBackend;
  readonly recordEvent: EventRecorder;
  /** What every container is told of the cluster. */
  readonly clusterEnv: Readonly<Record<string, string>>;
  readonly backoffSeconds: number;
}

/** Why a node ends a pod that was not asked to end. */
export interface PodFailure {
  readonly reason: string;
  readonly message: string;
  /** Put on the pod at once. */
  readonly condition?: Condition;
}

/** A pod on its node. */
export interface PodRun {
  readonly runs: ReadonlyMap<string, ContainerRun>;
  /** Resolves when nothing of it runs and its last status is written. */
  readonly ended: Promise<void>;
  stop(graceSeconds: number): Promise<void>;
  /** Stops it and lets it fail. */
  fail(failure: PodFailure, graceSeconds: number): Promise<void>;
  /** Ends it without telling anybody, as when its node is gone. */
  abandon(): Promise<void>;
  /** Removes what is left of it. */
  remove(): Promise<void>;
}

export function runPod(pod: Pod, surroundings: PodSurroundings): PodRun {
  const { store, backend, recordEvent, clusterEnv, backoffSeconds } = surroundings;
  const key = keyOf(pod);
  const stopping = new AbortController();
  const runs = new Map<string, ContainerRun>();
  const { initContainers = [], containers, restartPolicy = "Always" } = pod.spec;
  let volumes: PodVolumes | null = null;
  let failure: PodFailure | null = null;
  let isAbandoned = false;
  let hasEnded = false;

  const statusOf = (container: Container): ContainerStatus => {
    const reason = initContainers.length > 0 ? "PodInitializing" : "ContainerCreating";
    return runs.get(container.name)?.status ?? toWaitingStatus(container, reason);
  };

  function publish(): void {
    if (isAbandoned || store.find(podType, key)?.metadata.uid !== pod.metadata.uid) return;
    store.modify<Pod>(podType, key, (stored) => {
      const observed = {
        initContainers: initContainers.map(statusOf),
        containers: containers.map(statusOf),
        hasSandbox: volumes !== null,
      };
      const status = toPodStatus(stored, observed);
      const isFailed = failure !== null && hasEnded;
      const end = isFailed ? { phase: "Failed" as const, reason: failure?.reason, message: failure?.message } : {};
      return { ...stored, status: { ...status, ...end } } as Pod;
    });
  }

  function report(type: "Normal" | "Warning", reason: string, message: string, fieldPath?: string): void {
    if (isAbandoned) return;
    const place = fieldPath === undefined ? {} : { fieldPath };
    recordEvent({ object: pod, type, reason, message, component: "kubelet", host: pod.spec.nodeName ?? "", ...place });
  }

  function start(container: Container, policy: ContainerSurroundings["restartPolicy"], field: string): ContainerRun {
    const run = runContainer(container, {
      backend,
      onChange: publish,
      report: (_, { type, reason, message }) => report(type, reason, message, `spec.${field}{${container.name}}`),
      restartPolicy: policy,
      backoffSeconds,
      async toRequest(_, restartCount) {
        const given = { HOSTNAME: pod.spec.hostname ?? pod.metadata.name, ...clusterEnv };
        const env = resolveEnv(store, pod, container, given);
        const mounts = (await volumes?.mountsOf(container)) ?? [];
        return toWorkloadRequest(pod, container, { env, mounts, restartCount });
      },
    });
    runs.set(container.name, run);
    publish();
    return run;
  }

  async function mount(): Promise<void> {
    while (volumes === null && !stopping.signal.aborted) {
      try {
        volumes = await createPodVolumes(surroundings, pod);
      } catch (error) {
        if (!(error instanceof ContainerConfigError)) throw error;
        report("Warning", "FailedMount", `MountVolume.SetUp failed for volume : ${error.message}`);
        await delay(backoffSeconds * 1000, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      }
    }
  }

  async function initialize(): Promise<boolean> {
    for (const container of initContainers) {
      if (stopping.signal.aborted) return false;
      const isSidecar = container.restartPolicy === "Always";
      const policy = isSidecar ? "Always" : restartPolicy === "Never" ? "Never" : "OnFailure";
      const run = start(container, policy, "initContainers");
      if (isSidecar) await Promise.race([run.started, run.ended]);
      else if ((await run.ended) !== 0) return false;
    }
    return !stopping.signal.aborted;
  }

  async function runAll(): Promise<void> {
    publish();
    await mount();
    if (await initialize()) {
      const main = containers.map((container) => start(container, restartPolicy, "containers"));
      await Promise.all(main.map((run) => run.ended));
    }
    const sidecars = [...runs.values()].filter((run) => run.container.restartPolicy === "Always").toReversed();
    for (const sidecar of sidecars) await sidecar.stop(pod.spec.terminationGracePeriodSeconds ?? 30);
    hasEnded = true;
    publish();
  }

  async function stop(graceSeconds: number): Promise<void> {
    stopping.abort();
    await Promise.all([...runs.values()].map((run) => run.stop(graceSeconds)));
    await ended;
  }

  const ended = runAll();
  return {
    runs,
    ended,
    stop,
    async fail(given, graceSeconds) {
      failure = given;
      report("Warning", given.reason, given.message);
      const { condition } = given;
      if (condition !== undefined) {
        store.modify<Pod>(podType, key, (stored) => ({
          ...stored,
          status: { ...stored.status, conditions: [condition, ...(stored.status.conditions ?? [])] },
        }));
      }
      await stop(graceSeconds);
    },
    async abandon() {
      isAbandoned = true;
      stopping.abort();
      await stop(0);
    },
    async remove() {
      await Promise.all([...runs.values()].flatMap(({ workloads }) => workloads.map((workload) => workload.remove())));
      await volumes?.remove();
    },
  };
}

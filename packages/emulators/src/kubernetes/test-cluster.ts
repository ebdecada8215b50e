import { jest } from "@jest/globals";
import {
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  Log,
  type V1Container,
  type V1Job,
  type V1JobSpec,
  type V1Pod,
  type V1PodSpec,
  Watch,
} from "@kubernetes/client-node";
import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { createProcessBackend } from "../workloads/process-backend.ts";
import {
  type KubernetesEmulator,
  type KubernetesEmulatorOptions,
  startKubernetesEmulator,
} from "./kubernetes-emulator.ts";

// Every pod is a process of its own, and a machine may have much else to do.
jest.setTimeout(60_000);

export const missingImage = "registry.test/missing:1";

export interface TestJob {
  readonly name: string;
  /** JavaScript that Node.js runs. */
  readonly script?: string;
  readonly container?: Partial<V1Container>;
  readonly pod?: Partial<V1PodSpec>;
  readonly job?: Partial<V1JobSpec>;
}

/** An emulated cluster and the official client, as the tests of this package use them. */
export interface TestCluster {
  readonly emulator: KubernetesEmulator;
  readonly batch: BatchV1Api;
  readonly core: CoreV1Api;
  readonly watch: Watch;
  /** The clients of somebody else. */
  as(user: string): { readonly batch: BatchV1Api; readonly core: CoreV1Api };
  createJob(job: TestJob): Promise<V1Job>;
  /** Waits until the job's newest pod is as wanted. */
  podOf(job: string, isWanted: (pod: V1Pod) => boolean): Promise<V1Pod>;
  jobUntil(name: string, isWanted: (job: V1Job) => boolean): Promise<V1Job>;
  logOf(pod: V1Pod, options?: { readonly follow?: boolean }): Promise<string>;
  /** `reason: message` of every event about the object. */
  eventsOf(name: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function startTestCluster(options: Partial<KubernetesEmulatorOptions> = {}): Promise<TestCluster> {
  const backend = createProcessBackend({ missingImages: [missingImage] });
  const emulator = await startKubernetesEmulator({ backend, backoffSeconds: 0.05, ...options });
  const config = new KubeConfig();
  config.loadFromString(emulator.kubeconfig());
  const namespace = "default";
  const batch = config.makeApiClient(BatchV1Api);
  const core = config.makeApiClient(CoreV1Api);

  const newestPod = async (job: string): Promise<V1Pod | undefined> => {
    const { items } = await core.listNamespacedPod({ namespace, labelSelector: `job-name=${job}` });
    return items.toSorted((one, other) => versionOf(other) - versionOf(one))[0];
  };
  return {
    emulator,
    batch,
    core,
    watch: new Watch(config),
    as(user) {
      const other = new KubeConfig();
      other.loadFromString(emulator.kubeconfig({ user }));
      return { batch: other.makeApiClient(BatchV1Api), core: other.makeApiClient(CoreV1Api) };
    },
    createJob: (job) => batch.createNamespacedJob({ namespace, body: toJob(job) }),
    podOf: (job, isWanted) => until(() => newestPod(job), isWanted),
    jobUntil: (name, isWanted) => until(() => batch.readNamespacedJob({ namespace, name }), isWanted),
    async logOf(pod, { follow = false } = {}) {
      const name = pod.metadata?.name ?? "";
      if (!follow) return String((await core.readNamespacedPodLog({ namespace, name })) ?? "");
      const stream = new PassThrough();
      await new Log(config).log(namespace, name, "main", stream, { follow });
      let text = "";
      for await (const chunk of stream) text += String(chunk);
      return text;
    },
    async eventsOf(name) {
      const fieldSelector = `involvedObject.name=${name}`;
      const { items } = await core.listNamespacedEvent({ namespace, fieldSelector });
      return items
        .toSorted((one, other) => versionOf(one) - versionOf(other))
        .map(({ reason, message }) => `${reason}: ${message}`);
    },
    close: () => emulator.close(),
  };
}

export function toJob({ name, script = "", container, pod, job }: TestJob): V1Job {
  const main: V1Container = { name: "main", image: "test:1", command: ["node", "-e", script], ...container };
  const spec: V1PodSpec = { restartPolicy: "Never", containers: [main], ...pod };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: { backoffLimit: 0, template: { spec }, ...job },
  };
}

export function isFinished({ status }: V1Job): boolean {
  return status?.conditions?.some(({ type }) => type === "Complete" || type === "Failed") ?? false;
}

function versionOf({ metadata }: { readonly metadata?: { readonly resourceVersion?: string } }): number {
  return Number(metadata?.resourceVersion);
}

async function until<T>(read: () => Promise<T | undefined>, isWanted: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (value !== undefined && isWanted(value)) return value;
    await delay(20);
  }
}

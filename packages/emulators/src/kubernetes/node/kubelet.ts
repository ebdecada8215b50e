import { isPodFinished, type Pod } from "../api/pod.ts";
import { podType } from "../api/resource-type.ts";
import { keyOf } from "../store/object-store.ts";
import type { ContainerRun } from "./container-run.ts";
import { type PodFailure, type PodRun, type PodSurroundings, runPod } from "./pod-run.ts";

/** Runs the pods of all nodes. */
export interface Kubelet {
  /** A container of a pod, for its output; `null` where no node knows it. */
  findContainer(podUid: string, container: string): ContainerRun | null;
  findPod(podUid: string): PodRun | null;
  /** Ends a pod that is to fail, as a node that is short of something does. */
  failPod(pod: Pod, failure: PodFailure, graceSeconds: number): Promise<void>;
  /** Nothing is told any more of what runs on the node. */
  loseNode(node: string): Promise<void>;
  recoverNode(node: string): void;
  close(): Promise<void>;
}

export function startKubelet(surroundings: PodSurroundings): Kubelet {
  const { store } = surroundings;
  const pods = new Map<string, PodRun>();
  const deadlines = new Map<string, NodeJS.Timeout>();
  const lostNodes = new Set<string>();
  const removals = new Set<Promise<void>>();
  let isClosed = false;

  function start(pod: Pod): void {
    const run = runPod(pod, surroundings);
    pods.set(pod.metadata.uid, run);
    const { activeDeadlineSeconds } = pod.spec;
    if (activeDeadlineSeconds === undefined) return;
    const expire = (): void => {
      const message = "Pod was active on the node longer than the specified deadline";
      void run.fail({ reason: "DeadlineExceeded", message }, pod.spec.terminationGracePeriodSeconds ?? 30);
    };
    const timer = setTimeout(expire, activeDeadlineSeconds * 1000).unref();
    deadlines.set(pod.metadata.uid, timer);
    void run.ended.finally(() => clearTimeout(timer));
  }

  /** The node's word is what lets a deleted pod go. */
  async function end(pod: Pod, run: PodRun): Promise<void> {
    await run.stop(pod.metadata.deletionGracePeriodSeconds ?? 0);
    const key = keyOf(pod);
    if (isClosed || store.find(podType, key)?.metadata.uid !== pod.metadata.uid) return;
    store.modify<Pod>(podType, key, (stored) => ({
      ...stored,
      metadata: { ...stored.metadata, deletionGracePeriodSeconds: 0 },
    }));
  }

  async function forget(uid: string): Promise<void> {
    const run = pods.get(uid);
    pods.delete(uid);
    clearTimeout(deadlines.get(uid));
    deadlines.delete(uid);
    await run?.abandon();
    await run?.remove();
  }

  const unsubscribe = store.subscribe(({ kind, type, object, previous }) => {
    if (type !== podType) return;
    const pod = object as Pod;
    const { uid, deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
    if (kind === "DELETED") {
      const removal = forget(uid).finally(() => removals.delete(removal));
      removals.add(removal);
      return;
    }
    const node = pod.spec.nodeName;
    if (node === undefined || lostNodes.has(node)) return;
    const run = pods.get(uid);
    if (deletionTimestamp === undefined) {
      const isCurrent = store.find(podType, keyOf(pod))?.metadata.uid === uid;
      if (run === undefined && isCurrent && !isPodFinished(pod)) start(pod);
    } else if (run !== undefined && previous?.metadata.deletionGracePeriodSeconds !== deletionGracePeriodSeconds) {
      void end(pod, run);
    }
  });

  return {
    findContainer: (podUid, container) => pods.get(podUid)?.runs.get(container) ?? null,
    findPod: (podUid) => pods.get(podUid) ?? null,
    async failPod(pod, failure, graceSeconds) {
      await pods.get(pod.metadata.uid)?.fail(failure, graceSeconds);
    },
    async loseNode(node) {
      lostNodes.add(node);
      const lost = store.list<Pod>(podType).filter(({ spec }) => spec.nodeName === node);
      await Promise.all(lost.map(({ metadata }) => pods.get(metadata.uid)?.abandon()));
    },
    recoverNode: (node) => void lostNodes.delete(node),
    async close() {
      isClosed = true;
      unsubscribe();
      await Promise.all([...pods.keys()].map(forget));
      await Promise.all(removals);
    },
  };
}

import type { Condition } from "./api/api-object.ts";
import { toApiTime } from "./api/api-object.ts";
import type { Pod } from "./api/pod.ts";
import { nodeType, podType } from "./api/resource-type.ts";
import type { Node } from "./controllers/node-fit.ts";
import type { Scheduler } from "./controllers/scheduler.ts";
import type { Kubelet } from "./node/kubelet.ts";
import { deleteObject } from "./store/delete-object.ts";
import type { EventRecorder } from "./store/event-recorder.ts";
import { keyOf, type ObjectStore } from "./store/object-store.ts";

/** What befalls a cluster without anybody asking for it. */
export interface KubernetesControls {
  /** The node is short of memory and ends the pod, which fails with the reason `Evicted`. */
  evictPod(namespace: string, name: string): Promise<void>;
  /** A more important pod takes its place: deleted, with the condition `DisruptionTarget`. */
  preemptPod(namespace: string, name: string): void;
  /** The kernel kills a container of it for want of memory. */
  killForMemory(namespace: string, name: string, container?: string): Promise<void>;
  /** The node is switched off in an orderly way: its pods fail with the reason `Terminated`. */
  shutDownNode(node: string): Promise<void>;
  /** The node answers no more: its pods stay, unready and being deleted, with the reason `NodeLost`. */
  loseNode(node: string): Promise<void>;
  /** A lost node is taken out of the cluster: what ran on it fails and is removed. */
  removeNode(node: string): Promise<void>;
  pauseScheduling(): void;
  resumeScheduling(): void;
  /** Older versions are forgotten: a watch from one of them is answered with 410. */
  compact(): void;
  /** The server ends every watch. */
  closeWatches(): void;
}

export interface ControlledParts {
  readonly store: ObjectStore;
  readonly kubelet: Kubelet;
  readonly scheduler: Scheduler;
  readonly recordEvent: EventRecorder;
  readonly closeWatches: () => void;
}

export function createControls({
  store,
  kubelet,
  scheduler,
  recordEvent,
  closeWatches,
}: ControlledParts): KubernetesControls {
  const podsOn = (node: string): readonly Pod[] =>
    store.list<Pod>(podType).filter(({ spec }) => spec.nodeName === node);

  function addConditions(pod: Pod, conditions: readonly Condition[], status: object = {}): void {
    const types = new Set(conditions.map(({ type }) => type));
    store.modify<Pod>(podType, keyOf(pod), (stored) => {
      const others = (stored.status.conditions ?? []).filter(({ type }) => !types.has(type));
      return { ...stored, status: { ...stored.status, ...status, conditions: [...conditions, ...others] } } as Pod;
    });
  }

  function setNodeStatus(node: string, status: "True" | "Unknown"): void {
    const reason = status === "True" ? "KubeletReady" : "NodeStatusUnknown";
    const message = status === "True" ? "kubelet is posting ready status" : "Kubelet stopped posting node status.";
    store.modify<Node>(nodeType, { namespace: "", name: node }, (stored) => ({
      ...stored,
      status: {
        ...stored.status,
        conditions: [{ type: "Ready", status, reason, message, lastTransitionTime: toApiTime() }],
      },
    }));
  }

  return {
    async evictPod(namespace, name) {
      const pod = store.get<Pod>(podType, { namespace, name });
      const message =
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 61440Ki. " +
        pod.spec.containers
          .map(
            (container) =>
              `Container ${container.name} was using 120Mi, request is 0, has larger consumption of memory. `,
          )
          .join("");
      const condition = toDisruption("TerminationByKubelet", message);
      await kubelet.failPod(pod, { reason: "Evicted", message, condition }, 0);
    },
    preemptPod(namespace, name) {
      const pod = store.get<Pod>(podType, { namespace, name });
      const message = "default-scheduler: preempting to accommodate a higher priority pod";
      addConditions(pod, [toDisruption("PreemptionByScheduler", message)]);
      const told = `Preempted by a pod on node ${pod.spec.nodeName}`;
      recordEvent({ object: pod, type: "Normal", reason: "Preempted", message: told, component: "default-scheduler" });
      deleteObject(store, podType, store.get<Pod>(podType, keyOf(pod)));
    },
    async killForMemory(namespace, name, container) {
      const pod = store.get<Pod>(podType, { namespace, name });
      const wanted = container ?? pod.spec.containers[0]?.name ?? "";
      await kubelet.findContainer(pod.metadata.uid, wanted)?.killForMemory();
    },
    async shutDownNode(node) {
      const message = "Pod was terminated in response to imminent node shutdown.";
      const condition = toDisruption("TerminationByKubelet", message);
      const failure = { reason: "Terminated", message, condition };
      await Promise.all(
        podsOn(node).map((pod) => kubelet.failPod(pod, failure, pod.spec.terminationGracePeriodSeconds ?? 30)),
      );
    },
    async loseNode(node) {
      await kubelet.loseNode(node);
      setNodeStatus(node, "Unknown");
      const message = `Node ${node} which was running pod`;
      for (const pod of podsOn(node)) {
        const lost = { reason: "NodeLost", message: `${message} ${pod.metadata.name} is unresponsive` };
        const unready: Condition = {
          type: "Ready",
          status: "False",
          lastProbeTime: null,
          lastTransitionTime: toApiTime(),
        };
        const taint = toDisruption("DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint");
        addConditions(pod, [taint, unready], lost);
        deleteObject(store, podType, store.get<Pod>(podType, keyOf(pod)));
      }
    },
    async removeNode(node) {
      await kubelet.loseNode(node);
      store.remove(nodeType, { namespace: "", name: node });
      for (const pod of podsOn(node)) {
        const message = "PodGC: node no longer exists";
        addConditions(pod, [toDisruption("DeletionByPodGC", message)], { phase: "Failed" });
        deleteObject(store, podType, store.get<Pod>(podType, keyOf(pod)), { gracePeriodSeconds: 0 });
      }
    },
    pauseScheduling: () => scheduler.pause(),
    resumeScheduling: () => scheduler.resume(),
    compact: () => store.compact(),
    closeWatches,
  };
}

function toDisruption(reason: string, message: string): Condition {
  const now = toApiTime();
  return { type: "DisruptionTarget", status: "True", reason, message, lastProbeTime: null, lastTransitionTime: now };
}

import { toApiTime } from "../api/api-object.ts";
import { isPodFinished, type Pod } from "../api/pod.ts";
import { claimType, nodeType, podType } from "../api/resource-type.ts";
import type { EventRecorder } from "../store/event-recorder.ts";
import { keyOf, type ObjectStore } from "../store/object-store.ts";
import { findMisfits, type Misfit, type Node } from "./node-fit.ts";

const component = "default-scheduler";

/** Gives pods their nodes, and says of those that fit nowhere why. */
export interface Scheduler {
  /** Pods stay where they are until it goes on. */
  pause(): void;
  resume(): void;
  close(): void;
}

export function startScheduler(store: ObjectStore, recordEvent: EventRecorder): Scheduler {
  let isPaused = false;
  let isAwake = false;

  function schedule(): void {
    isAwake = false;
    if (isPaused) return;
    const pods = store.list<Pod>(podType);
    const byNode = Map.groupBy(
      pods.filter((pod) => pod.spec.nodeName !== undefined && !isPodFinished(pod)),
      ({ spec }) => spec.nodeName ?? "",
    );
    const waiting = pods.filter(
      ({ spec, metadata }) => spec.nodeName === undefined && metadata.deletionTimestamp === undefined,
    );
    for (const pod of waiting) place(pod, byNode);
  }

  function place(pod: Pod, byNode: Map<string, Pod[]>): void {
    const nodes = store.list<Node>(nodeType);
    const missingClaim = pod.spec.volumes?.find(({ persistentVolumeClaim: claim }) => {
      const key = { namespace: pod.metadata.namespace ?? "", name: claim?.claimName ?? "" };
      return claim !== undefined && store.find(claimType, key) === null;
    })?.persistentVolumeClaim;
    if (missingClaim !== undefined) {
      const problem = `persistentvolumeclaim "${missingClaim.claimName}" not found`;
      return refuse(pod, `0/${nodes.length} nodes are available: ${problem}. ${noHelp(nodes.length)}`);
    }
    const misfits = nodes.map((node) => findMisfits(pod, node, byNode.get(node.metadata.name) ?? []));
    const chosen = nodes[misfits.findIndex((found) => found.length === 0)];
    if (chosen === undefined) return refuse(pod, describeMisfits(misfits));
    const node = chosen.metadata.name;
    const bound = store.modify<Pod>(podType, keyOf(pod), (stored) => ({
      ...stored,
      spec: { ...stored.spec, nodeName: node },
      status: withScheduled(stored, "True"),
    }));
    byNode.set(node, [...(byNode.get(node) ?? []), bound]);
    const message = `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${node}`;
    recordEvent({ object: pod, type: "Normal", reason: "Scheduled", message, component });
  }

  function refuse(pod: Pod, message: string): void {
    const before = pod.status.conditions?.find(({ type }) => type === "PodScheduled");
    if (before?.message === message) return;
    store.modify<Pod>(podType, keyOf(pod), (stored) => ({
      ...stored,
      status: withScheduled(stored, "False", { reason: "Unschedulable", message }),
    }));
    recordEvent({ object: pod, type: "Warning", reason: "FailedScheduling", message, component });
  }

  function wake(): void {
    if (isAwake) return;
    isAwake = true;
    queueMicrotask(schedule);
  }

  const unsubscribe = store.subscribe(({ type }) => {
    if (type === podType || type === nodeType || type === claimType) wake();
  });
  return {
    pause: () => void (isPaused = true),
    resume() {
      isPaused = false;
      wake();
    },
    close: unsubscribe,
  };
}

/** As the scheduler adds it up: the reasons in alphabetical order, each with the number of nodes that have it. */
function describeMisfits(misfits: readonly (readonly Misfit[])[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of misfits.flat()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const nodes = misfits.length;
  if (nodes === 0) return "no nodes available to schedule pods";
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).toSorted();
  const crowded = misfits.filter((found) => found.every(({ isCrowded }) => isCrowded)).length;
  const preemption =
    crowded === 0 ? noHelp(nodes) : `preemption: 0/${nodes} nodes are available: ${toPreemption(crowded, nodes)}`;
  return `0/${nodes} nodes are available: ${reasons.join(", ")}. ${preemption}`;
}

function toPreemption(crowded: number, nodes: number): string {
  const victims = `${crowded} No preemption victims found for incoming pod`;
  return nodes === crowded ? `${victims}.` : `${victims}, ${nodes - crowded} Preemption is not helpful for scheduling.`;
}

function noHelp(nodes: number): string {
  return `preemption: 0/${nodes} nodes are available: ${nodes} Preemption is not helpful for scheduling.`;
}

function withScheduled(
  { status }: Pod,
  isScheduled: "True" | "False",
  rest: { readonly reason?: string; readonly message?: string } = {},
): Pod["status"] {
  const others = (status.conditions ?? []).filter(({ type }) => type !== "PodScheduled");
  const scheduled = {
    type: "PodScheduled",
    status: isScheduled,
    lastProbeTime: null,
    lastTransitionTime: toApiTime(),
    ...rest,
  };
  return { ...status, conditions: [...others, scheduled] };
}

import type { ApiObject } from "../api/api-object.ts";
import type { Container, Pod, PodSpec, Toleration } from "../api/pod.ts";
import { parseQuantity } from "../api/quantity.ts";

export interface Node extends ApiObject {
  readonly spec: { readonly taints?: readonly Taint[]; readonly unschedulable?: boolean };
  readonly status: { readonly allocatable: Readonly<Record<string, string>>; readonly [field: string]: unknown };
}

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** Why a node cannot take a pod. */
export interface Misfit {
  readonly reason: string;
  /** Whether the node could if others made room. */
  readonly isCrowded: boolean;
}

/** In the scheduler's words; empty where the pod fits beside the others. */
export function findMisfits(pod: Pod, node: Node, others: readonly Pod[]): Misfit[] {
  if (node.spec.unschedulable === true) return [{ reason: "node(s) were unschedulable", isCrowded: false }];
  const taint = node.spec.taints?.find(
    (each) => isRepelling(each) && !(pod.spec.tolerations ?? []).some((toleration) => tolerates(toleration, each)),
  );
  if (taint !== undefined) {
    return [{ reason: `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ""}}`, isCrowded: false }];
  }
  if (!matchesSelector(pod.spec, node)) {
    return [{ reason: "node(s) didn't match Pod's node affinity/selector", isCrowded: false }];
  }
  const wanted = requestsOf(pod.spec);
  const misfits: Misfit[] = [];
  if (others.length + 1 > (parseQuantity(node.status.allocatable["pods"] ?? 110) ?? 0)) {
    misfits.push({ reason: "Too many pods", isCrowded: true });
  }
  for (const [resource, amount] of Object.entries(wanted)) {
    const all = parseQuantity(node.status.allocatable[resource] ?? 0) ?? 0;
    const taken = others.reduce((sum, other) => sum + (requestsOf(other.spec)[resource] ?? 0), 0);
    // What not even the empty node has, no other pod's end would free.
    if (amount > 0 && amount + taken > all)
      misfits.push({ reason: `Insufficient ${resource}`, isCrowded: amount <= all });
  }
  return misfits;
}

/** What the containers of a pod ask for together; one after the other, the greediest of the first ones counts. */
export function requestsOf({ containers, initContainers = [] }: PodSpec): Record<string, number> {
  const together = sum([...containers, ...initContainers.filter(({ restartPolicy }) => restartPolicy === "Always")]);
  for (const container of initContainers) {
    for (const [resource, amount] of Object.entries(sum([container]))) {
      together[resource] = Math.max(together[resource] ?? 0, amount);
    }
  }
  return together;
}

function sum(containers: readonly Container[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { resources = {} } of containers) {
    for (const [resource, amount] of Object.entries({ ...resources.limits, ...resources.requests })) {
      total[resource] = (total[resource] ?? 0) + (parseQuantity(amount) ?? 0);
    }
  }
  return total;
}

function isRepelling({ effect }: Taint): boolean {
  return effect === "NoSchedule" || effect === "NoExecute";
}

function tolerates({ key, operator = "Equal", value = "", effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== "" && effect !== taint.effect) return false;
  if (key === undefined || key === "") return operator === "Exists";
  return key === taint.key && (operator === "Exists" || value === (taint.value ?? ""));
}

interface NodeSelectorTerm {
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

interface Affinity {
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: {
      readonly nodeSelectorTerms?: readonly NodeSelectorTerm[];
    };
  };
}

function matchesSelector({ nodeSelector = {}, ...spec }: PodSpec, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  const affinity = (spec["affinity"] ?? {}) as Affinity;
  const terms = affinity.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return (
    Object.entries(nodeSelector).every(([key, value]) => labels[key] === value) &&
    (terms === undefined || terms.some((term) => matchesTerm(term, labels)))
  );
}

function matchesTerm({ matchExpressions = [] }: NodeSelectorTerm, labels: Readonly<Record<string, string>>): boolean {
  return matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key];
    const matches: Readonly<Record<string, boolean>> = {
      In: value !== undefined && values.includes(value),
      NotIn: value === undefined || !values.includes(value),
      Exists: value !== undefined,
      DoesNotExist: value === undefined,
      Gt: Number(value) > Number(values[0]),
      Lt: Number(value) < Number(values[0]),
    };
    return matches[operator] ?? false;
  });
}

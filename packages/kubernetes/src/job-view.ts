import type { ClusterEvent, Condition, ContainerStatus, Job, ObjectMetadata, Pod } from "./cluster-objects.ts";

/** A pod as it was last seen. */
export interface SeenPod {
  readonly pod: Pod;
  /** Whether the cluster has it no more. */
  readonly isDeleted: boolean;
}

/** What is known of one Job at a moment. */
export interface JobView {
  /** As it was last seen; `null` before. */
  readonly job: Job | null;
  readonly isDeleted: boolean;
  readonly pods: readonly SeenPod[];
  /** The cluster's remarks on all that is in the namespace; `null` where they are not known. */
  readonly events: readonly ClusterEvent[] | null;
}

/** The pod that runs, or ran last: the controller makes another one for one that it lost. */
export function currentPod({ pods }: JobView): SeenPod | null {
  const newestLast = pods.toSorted(
    (one, other) => Number(other.isDeleted) - Number(one.isDeleted) || createdAt(one) - createdAt(other),
  );
  return newestLast.at(-1) ?? null;
}

export function podsInOrder({ pods }: JobView): readonly Pod[] {
  return pods.toSorted((one, other) => createdAt(one) - createdAt(other)).map(({ pod }) => pod);
}

export function uidOf({ metadata }: Pod): string {
  return metadata.uid ?? metadata.name;
}

export function containerStatus(pod: Pod, container: string): ContainerStatus | null {
  return pod.status?.containerStatuses?.find(({ name }) => name === container) ?? null;
}

/** A condition that holds. */
export function trueCondition(
  conditions: readonly Condition[] | undefined,
  ...types: readonly string[]
): Condition | null {
  return conditions?.find(({ type, status }) => types.includes(type) && status === "True") ?? null;
}

function createdAt({ pod }: SeenPod): number {
  return Date.parse(pod.metadata.creationTimestamp ?? "") || 0;
}

/** Of the cluster's remarks those on one object; `null` where none are known. */
export function eventsOf(
  { events }: JobView,
  kind: "Job" | "Pod",
  { name, uid }: ObjectMetadata,
): readonly ClusterEvent[] | null {
  if (events === null) return null;
  return events.filter(
    ({ involvedObject: object }) =>
      object?.kind === kind && object.name === name && (uid === undefined || (object.uid ?? uid) === uid),
  );
}

/** The name of the Job that a pod belongs to; `null`: to none. */
export function jobOf({ metadata }: Pod): string | null {
  const owner = metadata.ownerReferences?.find(({ kind }) => kind === "Job")?.name;
  return owner ?? metadata.labels?.["batch.kubernetes.io/job-name"] ?? metadata.labels?.["job-name"] ?? null;
}

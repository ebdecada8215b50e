import { type ApiObject, toApiTime } from "../api/api-object.ts";
import { isPodFinished, type Pod } from "../api/pod.ts";
import { jobType, namespaceType, podType, type ResourceType } from "../api/resource-type.ts";
import { conflict } from "../api/status-error.ts";
import { keyOf, type ObjectStore } from "./object-store.ts";

export type PropagationPolicy = "Foreground" | "Background" | "Orphan";

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number | null;
  readonly propagationPolicy?: PropagationPolicy | null;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } | null;
}

/** What became of it: removed at once, or marked, so that whoever its finalizers or grace wait for removes it. */
export interface Deletion {
  readonly object: ApiObject;
  readonly isGone: boolean;
}

const defaultGraceSeconds = 30;
const finalizers: Readonly<Partial<Record<PropagationPolicy, string>>> = {
  Foreground: "foregroundDeletion",
  Orphan: "orphan",
};

/** Deletes as the server does. Throws `StatusError` where a precondition does not hold. */
export function deleteObject(
  store: ObjectStore,
  type: ResourceType,
  object: ApiObject,
  { gracePeriodSeconds, propagationPolicy, preconditions }: DeleteOptions = {},
): Deletion {
  requirePreconditions(type, object, preconditions ?? {});
  // Others have to empty a namespace before it goes.
  const added = type === namespaceType ? "kubernetes" : finalizers[propagationPolicy ?? defaultPolicy(type)];
  const graceSeconds = type === podType ? podGraceSeconds(object as Pod, gracePeriodSeconds ?? null) : 0;
  const key = keyOf(object);
  const marked = store.modify(type, key, (stored) => {
    const { deletionTimestamp, deletionGracePeriodSeconds, finalizers: held = [] } = stored.metadata;
    const isShorter = deletionGracePeriodSeconds === undefined || graceSeconds < deletionGracePeriodSeconds;
    const kept = isShorter ? graceSeconds : deletionGracePeriodSeconds;
    const isMarked = deletionTimestamp !== undefined && !isShorter;
    const all = added === undefined || held.includes(added) ? held : [...held, added];
    return {
      ...stored,
      metadata: {
        ...stored.metadata,
        deletionTimestamp: isMarked ? deletionTimestamp : toApiTime(new Date(Date.now() + kept * 1000)),
        deletionGracePeriodSeconds: kept,
        ...(all.length === 0 ? {} : { finalizers: all }),
      },
      ...(type === namespaceType ? { status: { phase: "Terminating" } } : {}),
    };
  });
  return { object: marked, isGone: store.find(type, key) === null };
}

/** Jobs keep their pods unless told otherwise: the oldest promise of that API. */
export function defaultPolicy(type: ResourceType): PropagationPolicy {
  return type === jobType ? "Orphan" : "Background";
}

function podGraceSeconds(pod: Pod, given: number | null): number {
  // Nobody has to be asked to end what no node runs.
  if (pod.spec.nodeName === undefined || isPodFinished(pod)) return 0;
  return given ?? pod.spec.terminationGracePeriodSeconds ?? defaultGraceSeconds;
}

function requirePreconditions(
  type: ResourceType,
  { metadata }: ApiObject,
  { uid, resourceVersion }: { readonly uid?: string; readonly resourceVersion?: string },
): void {
  const parts: [string, string | undefined, string][] = [
    ["UID", uid, metadata.uid],
    ["ResourceVersion", resourceVersion, metadata.resourceVersion],
  ];
  for (const [name, wanted, actual] of parts) {
    if (wanted === undefined || wanted === actual) continue;
    const problem = `Precondition failed: ${name} in precondition: ${wanted}, ${name} in object meta: ${actual}`;
    throw conflict(type, metadata.name, problem);
  }
}

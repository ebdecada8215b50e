import type { ApiObject } from "../api/api-object.ts";
import { eventType, type ResourceType, resourceTypes } from "../api/resource-type.ts";
import { deleteObject } from "../store/delete-object.ts";
import { keyOf, type ObjectStore } from "../store/object-store.ts";

interface Dependent {
  readonly type: ResourceType;
  readonly object: ApiObject;
}

/** There are many events, and nobody owns them. */
const ownableTypes = resourceTypes.filter((type) => type !== eventType);

/** Deletes what its owners leave behind, and holds owners back that are to go last. Gives what ends it. */
export function startGarbageCollector(store: ObjectStore): () => void {
  return store.subscribe(({ kind, type, object }) => {
    if (kind === "DELETED") {
      for (const dependent of dependentsOf(store, object.metadata.uid)) collectUnowned(store, dependent);
      for (const { uid } of object.metadata.ownerReferences ?? []) {
        const owner = findByUid(store, uid);
        if (owner !== null) finishOwner(store, owner);
      }
      return;
    }
    const current = store.find(type, keyOf(object));
    if (current === null || current.metadata.uid !== object.metadata.uid) return;
    collectUnowned(store, { type, object: current });
    if (current.metadata.deletionTimestamp !== undefined) finishOwner(store, { type, object: current });
  });
}

/** Does the step of a deletion that waits for dependents. */
function finishOwner(store: ObjectStore, { type, object }: Dependent): void {
  const { uid, finalizers = [] } = object.metadata;
  if (finalizers.includes("orphan")) {
    for (const dependent of dependentsOf(store, uid)) disown(store, dependent, uid);
    removeFinalizer(store, { type, object }, "orphan");
  }
  if (!finalizers.includes("foregroundDeletion")) return;
  const dependents = dependentsOf(store, uid);
  for (const { type: kind, object: dependent } of dependents) {
    if (dependent.metadata.deletionTimestamp === undefined) deleteObject(store, kind, dependent, background);
  }
  const isBlocked = dependentsOf(store, uid).some(({ object: dependent }) =>
    dependent.metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true),
  );
  if (!isBlocked) removeFinalizer(store, { type, object }, "foregroundDeletion");
}

const background = { propagationPolicy: "Background" } as const;

/** An owner that never existed is as good as one that is gone. */
function collectUnowned(store: ObjectStore, { type, object }: Dependent): void {
  const owners = object.metadata.ownerReferences ?? [];
  if (owners.length === 0 || owners.some(({ uid }) => store.hasUid(uid))) return;
  if (object.metadata.deletionTimestamp === undefined) deleteObject(store, type, object, background);
}

function disown(store: ObjectStore, { type, object }: Dependent, ownerUid: string): void {
  store.modify(type, keyOf(object), ({ metadata: { ownerReferences = [], ...metadata }, ...rest }) => {
    const kept = ownerReferences.filter(({ uid }) => uid !== ownerUid);
    return { ...rest, metadata: { ...metadata, ...(kept.length === 0 ? {} : { ownerReferences: kept }) } } as ApiObject;
  });
}

function removeFinalizer(store: ObjectStore, { type, object }: Dependent, finalizer: string): void {
  store.modify(type, keyOf(object), (stored) => ({
    ...stored,
    metadata: {
      ...stored.metadata,
      finalizers: (stored.metadata.finalizers ?? []).filter((each) => each !== finalizer),
    },
  }));
}

function dependentsOf(store: ObjectStore, ownerUid: string): Dependent[] {
  return ownableTypes.flatMap((type) =>
    store
      .list(type)
      .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === ownerUid))
      .map((object) => ({ type, object })),
  );
}

function findByUid(store: ObjectStore, uid: string): Dependent | null {
  for (const type of ownableTypes) {
    const object = store.list(type).find(({ metadata }) => metadata.uid === uid);
    if (object !== undefined) return { type, object };
  }
  return null;
}

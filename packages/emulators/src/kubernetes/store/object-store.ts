import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type ApiObject, toApiTime } from "../api/api-object.ts";
import type { ResourceType } from "../api/resource-type.ts";
import { alreadyExists, conflict, notFound } from "../api/status-error.ts";

/** What happened to an object, at the version that its new form bears. */
export interface StoreChange {
  readonly kind: "ADDED" | "MODIFIED" | "DELETED";
  readonly type: ResourceType;
  readonly object: ApiObject;
  readonly previous: ApiObject | null;
  readonly version: number;
}

/** A name in a namespace; the namespace is empty for what belongs to the cluster. */
export interface ObjectKey {
  readonly namespace: string;
  readonly name: string;
}

/** Every object, and every change since the last compaction. Objects are never changed in place. */
export interface ObjectStore {
  readonly version: number;
  /** Throws `StatusError` where the name is taken. */
  create<T extends ApiObject>(type: ResourceType, object: T): T;
  find<T extends ApiObject>(type: ResourceType, key: ObjectKey): T | null;
  /** Throws `StatusError` where there is none. */
  get<T extends ApiObject>(type: ResourceType, key: ObjectKey): T;
  /** By name; of one namespace, or of all. */
  list<T extends ApiObject>(type: ResourceType, namespace?: string): readonly T[];
  hasUid(uid: string): boolean;
  /**
   * Puts what the function makes of an object in its place; nothing changes where it makes the same. An object that is
   * being deleted and has nothing left to wait for is removed.
   */
  modify<T extends ApiObject>(type: ResourceType, key: ObjectKey, change: (object: T) => T): T;
  remove(type: ResourceType, key: ObjectKey): void;
  /** What happened after the version; `null` where that is no longer known. */
  changesAfter(version: number): readonly StoreChange[] | null;
  /** The oldest version from which changes are known. */
  readonly oldestVersion: number;
  /** Forgets all changes until now. */
  compact(): void;
  /** Called after each change, in order, never within it. Gives what ends it. */
  subscribe(listener: (change: StoreChange) => void): () => void;
}

const firstVersion = 1000;
const keptChanges = 10_000;

export function createObjectStore(): ObjectStore {
  const objects = new Map<string, Map<string, ApiObject>>();
  const uids = new Set<string>();
  const listeners = new Set<(change: StoreChange) => void>();
  let changes: StoreChange[] = [];
  let version = firstVersion;
  let oldestVersion = firstVersion;

  const ofType = (type: ResourceType): Map<string, ApiObject> => {
    const typeKey = `${type.group}/${type.plural}`;
    const known = objects.get(typeKey) ?? new Map<string, ApiObject>();
    objects.set(typeKey, known);
    return known;
  };

  function record(
    kind: StoreChange["kind"],
    type: ResourceType,
    object: ApiObject,
    previous: ApiObject | null,
  ): ApiObject {
    version += 1;
    const stamped = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    const change: StoreChange = { kind, type, object: stamped, previous, version };
    changes.push(change);
    if (changes.length > keptChanges) {
      changes = changes.slice(-keptChanges / 2);
      oldestVersion = (changes[0] as StoreChange).version - 1;
    }
    for (const listener of listeners) queueMicrotask(() => listeners.has(listener) && listener(change));
    return stamped;
  }

  function removeStored(type: ResourceType, stored: ApiObject, last: ApiObject): void {
    ofType(type).delete(toKeyText(keyOf(stored)));
    uids.delete(stored.metadata.uid);
    record("DELETED", type, last, stored);
  }

  const store: ObjectStore = {
    get version() {
      return version;
    },
    get oldestVersion() {
      return oldestVersion;
    },
    create<T extends ApiObject>(type: ResourceType, object: T): T {
      const key = toKeyText(keyOf(object));
      if (ofType(type).has(key)) throw alreadyExists(type, object.metadata.name);
      const uid = object.metadata.uid === "" ? randomUUID() : object.metadata.uid;
      const metadata = { ...object.metadata, uid, creationTimestamp: toApiTime() };
      const stored = record("ADDED", type, { ...object, metadata }, null);
      ofType(type).set(key, stored);
      uids.add(metadata.uid);
      return stored as T;
    },
    find: <T extends ApiObject>(type: ResourceType, key: ObjectKey) =>
      (ofType(type).get(toKeyText(key)) as T | undefined) ?? null,
    get<T extends ApiObject>(type: ResourceType, key: ObjectKey): T {
      const stored = store.find<T>(type, key);
      if (stored === null) throw notFound(type, key.name);
      return stored;
    },
    list<T extends ApiObject>(type: ResourceType, namespace?: string) {
      const all = [...ofType(type).entries()].filter(
        ([, { metadata }]) => namespace === undefined || metadata.namespace === namespace,
      );
      return all.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, object]) => object as T);
    },
    hasUid: (uid) => uids.has(uid),
    modify<T extends ApiObject>(type: ResourceType, key: ObjectKey, change: (object: T) => T): T {
      const stored = store.get<T>(type, key);
      const made = change(stored);
      if (isDeepStrictEqual(made, stored)) return stored;
      if (made.metadata.resourceVersion !== stored.metadata.resourceVersion) {
        throw conflict(type, key.name, staleMessage);
      }
      if (isReadyToGo(made)) {
        removeStored(type, stored, made);
        return made;
      }
      const recorded = record("MODIFIED", type, made, stored);
      ofType(type).set(toKeyText(key), recorded);
      return recorded as T;
    },
    remove(type, key) {
      const stored = store.get(type, key);
      removeStored(type, stored, stored);
    },
    changesAfter: (after) => (after < oldestVersion ? null : changes.filter((change) => change.version > after)),
    compact() {
      changes = [];
      oldestVersion = version;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return store;
}

const staleMessage = "the object has been modified; please apply your changes to the latest version and try again";

export function keyOf({ metadata }: ApiObject): ObjectKey {
  return { namespace: metadata.namespace ?? "", name: metadata.name };
}

function toKeyText({ namespace, name }: ObjectKey): string {
  return `${namespace}/${name}`;
}

function isReadyToGo({ metadata }: ApiObject): boolean {
  return (
    metadata.deletionTimestamp !== undefined &&
    metadata.deletionGracePeriodSeconds === 0 &&
    (metadata.finalizers ?? []).length === 0
  );
}

import { randomBytes } from "node:crypto";
import { type ApiObject, toApiTime } from "../api/api-object.ts";
import { eventType } from "../api/resource-type.ts";
import { keyOf, type ObjectStore } from "./object-store.ts";

export interface EventReport {
  /** What it is about; of a pod also which container. */
  readonly object: ApiObject;
  readonly fieldPath?: string;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** `kubelet`, `job-controller`, ... */
  readonly component: string;
  readonly host?: string;
}

interface StoredEvent extends ApiObject {
  readonly count: number;
}

/** Writes events as components of a cluster do: one that repeats is counted, not written again. */
export type EventRecorder = (report: EventReport) => void;

export function createEventRecorder(store: ObjectStore): EventRecorder {
  const known = new Map<string, string>();
  return ({ object, fieldPath, type, reason, message, component, host }) => {
    const { name, namespace = "default", uid, resourceVersion } = object.metadata;
    const identity = [uid, fieldPath, type, reason, message, component].join("\n");
    const now = toApiTime();
    const existing = known.get(identity);
    const stored = existing === undefined ? null : store.find<StoredEvent>(eventType, { namespace, name: existing });
    if (stored !== null) {
      store.modify<StoredEvent>(eventType, keyOf(stored), (event) => ({
        ...event,
        count: event.count + 1,
        lastTimestamp: now,
      }));
      return;
    }
    const eventName = `${name}.${randomBytes(8).toString("hex")}`;
    known.set(identity, eventName);
    store.create(eventType, {
      kind: "Event",
      apiVersion: "v1",
      metadata: { name: eventName, namespace, uid: "", resourceVersion: "", creationTimestamp: "" },
      involvedObject: {
        kind: object.kind,
        ...(namespace === "" ? {} : { namespace }),
        name,
        uid,
        apiVersion: object.apiVersion,
        resourceVersion,
        ...(fieldPath === undefined ? {} : { fieldPath }),
      },
      reason,
      message,
      source: { component, ...(host === undefined ? {} : { host }) },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type,
      eventTime: null,
      reportingComponent: component,
      reportingInstance: host ?? "",
    });
  };
}

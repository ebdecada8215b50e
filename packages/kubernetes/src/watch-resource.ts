import { setTimeout as delay } from "node:timers/promises";
import type { ObjectMetadata } from "./cluster-objects.ts";
import { isPassing, silenceMilliseconds } from "./cluster-patience.ts";
import { KubernetesApiError } from "./errors/kubernetes-api-error.ts";
import { jsonLines } from "./json-lines.ts";
import type { KubernetesApi, WatchedResource } from "./kubernetes-api.ts";

interface Watched {
  readonly metadata: ObjectMetadata;
}

/** What a watch tells of the objects of one kind, in order. */
export interface ResourceListener<T> {
  /** All there are; what was told of before and is not among them is gone. */
  listed(items: readonly T[]): void;
  changed(item: T): void;
  deleted(item: T): void;
}

interface WatchEvent<T> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: T & { readonly code?: number; readonly reason?: string; readonly message?: string };
}

const firstPauseMilliseconds = 100;
const longestPauseMilliseconds = 5000;

/**
 * Lists the objects, then tells of every change, until the signal aborts: goes on from the last version after the server
 * or the network has ended a watch, and lists again where that version is too old (410). Rejects with the first refusal
 * that trying again will not mend, or after five minutes without any answer.
 */
export async function watchResource<T extends Watched>(
  api: KubernetesApi,
  {
    resource,
    namespace,
    selector,
  }: { readonly resource: WatchedResource; readonly namespace: string; readonly selector: string },
  listener: ResourceListener<T>,
  signal: AbortSignal,
): Promise<never> {
  let version: string | null = null;
  let answeredAt = performance.now();
  let failures = 0;
  for (;;) {
    try {
      if (version === null) {
        const list = await api.list<T>(resource, namespace, selector, signal);
        listener.listed(list.items);
        version = list.metadata.resourceVersion ?? "";
      }
      const response = await api.watch(resource, namespace, { selector, resourceVersion: version, signal });
      answeredAt = performance.now();
      for await (const event of jsonLines<WatchEvent<T>>(response)) {
        failures = 0;
        if (event.type === "ERROR") throw toWatchError(event.object);
        version = event.object.metadata.resourceVersion ?? version;
        if (event.type === "DELETED") listener.deleted(event.object);
        else if (event.type !== "BOOKMARK") listener.changed(event.object);
      }
      // The server ends a watch in time; one that ends it at once is asked again in a moment.
      answeredAt = performance.now();
      failures += 1;
    } catch (error) {
      signal.throwIfAborted();
      if (isTooOld(error)) version = null;
      else if (KubernetesApiError.isInstance(error) && !isPassing(error)) throw error;
      else if (performance.now() - answeredAt > silenceMilliseconds) throw error;
      failures += 1;
    }
    if (failures > 1) {
      const pause = Math.min(firstPauseMilliseconds * 2 ** (failures - 2), longestPauseMilliseconds);
      await delay(pause * (0.5 + Math.random() / 2), undefined, { signal });
    }
  }
}

function toWatchError({
  code = 500,
  reason = "",
  message = "",
}: WatchEvent<unknown>["object"] & object): KubernetesApiError {
  return new KubernetesApiError({ operation: "go on with a watch", statusCode: code, reason, detail: message });
}

function isTooOld(error: unknown): boolean {
  return KubernetesApiError.isInstance(error) && (error.statusCode === 410 || error.reason === "Expired");
}

import type { ApiObject } from "../api/api-object.ts";
import { apiVersionOf, type ResourceType } from "../api/resource-type.ts";
import { expired, toStatus } from "../api/status-error.ts";
import type { ObjectStore, StoreChange } from "../store/object-store.ts";
import type { ObjectFilter } from "../store/selectors.ts";

export interface WatchOptions {
  readonly type: ResourceType;
  /** Empty for all. */
  readonly namespace: string;
  readonly filter: ObjectFilter;
  /** Where it goes on; `null` begins with what there is. */
  readonly version: number | null;
  readonly hasBookmarks: boolean;
  /** Whether a bookmark marks the end of what there was. */
  readonly marksInitialEnd: boolean;
  readonly timeoutSeconds: number;
  readonly bookmarkSeconds: number;
  /** Ended by the client or the server. */
  readonly signal: AbortSignal;
  /** How each object is given. */
  readonly render: (object: ApiObject) => object;
}

/** One line of JSON for each change, until the time is up. */
export async function* streamChanges(
  store: ObjectStore,
  options: WatchOptions,
): AsyncGenerator<string, void, undefined> {
  const { type, namespace, filter, version, render, signal } = options;
  const matches = (object: ApiObject | null): object is ApiObject =>
    object !== null && (namespace === "" || object.metadata.namespace === namespace) && filter(object);
  const queue: string[] = [];
  let wake: () => void = () => undefined;
  let lastVersion = store.version;
  const push = (line: string): void => {
    queue.push(line);
    wake();
  };
  const bookmark = (annotations?: Readonly<Record<string, string>>): string => {
    const metadata = {
      resourceVersion: String(lastVersion),
      creationTimestamp: null,
      ...(annotations ? { annotations } : {}),
    };
    return toLine("BOOKMARK", { kind: type.kind, apiVersion: apiVersionOf(type), metadata });
  };
  const take = (change: StoreChange): void => {
    if (change.version > lastVersion) lastVersion = change.version;
    const line = change.type === type ? toChangeLine(change, matches, render) : null;
    if (line !== null) push(line);
  };

  const start = version ?? store.version;
  if (version === null) {
    for (const object of store.list(type)) if (matches(object)) queue.push(toLine("ADDED", render(object)));
  }
  const missed = store.changesAfter(start);
  if (missed === null) {
    const message = `too old resource version: ${start} (${store.oldestVersion + 1})`;
    yield toLine("ERROR", toStatus(expired(message)));
    return;
  }
  for (const change of missed) take(change);
  const begun = store.version;
  if (options.marksInitialEnd) queue.push(bookmark({ "k8s.io/initial-events-end": "true" }));
  // Changes that were made before but are told only now were taken above.
  const unsubscribe = store.subscribe((change) => change.version > begun && take(change));
  const bookmarks = options.hasBookmarks
    ? setInterval(() => push(bookmark()), options.bookmarkSeconds * 1000).unref()
    : undefined;
  const timeout = AbortSignal.timeout(options.timeoutSeconds * 1000);
  const ended = AbortSignal.any([signal, timeout]);
  const onEnd = (): void => wake();
  ended.addEventListener("abort", onEnd);
  try {
    for (;;) {
      for (let line = queue.shift(); line !== undefined; line = queue.shift()) yield line;
      if (ended.aborted) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (queue.length > 0 || ended.aborted) resolve();
      });
    }
  } finally {
    unsubscribe();
    clearInterval(bookmarks);
    ended.removeEventListener("abort", onEnd);
  }
}

/** An object that comes to match is added to what a watcher sees, and one that ceases to is deleted from it. */
function toChangeLine(
  { kind, object, previous }: StoreChange,
  matches: (object: ApiObject | null) => boolean,
  render: (object: ApiObject) => object,
): string | null {
  const isSeen = kind !== "DELETED" && matches(object);
  const wasSeen = matches(previous);
  if (isSeen) return toLine(wasSeen ? "MODIFIED" : "ADDED", render(object));
  return wasSeen ? toLine("DELETED", render(object)) : null;
}

function toLine(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}

import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startTestCluster, type TestCluster } from "./test-cluster.ts";

let cluster: TestCluster;
let count = 0;

beforeAll(async () => {
  cluster = await startTestCluster({ bookmarkSeconds: 0.1 });
});
afterAll(() => cluster.close());

interface WatchedEvent {
  readonly type: string;
  readonly object: {
    readonly kind: string;
    readonly metadata?: {
      readonly name: string;
      readonly resourceVersion: string;
      readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly code?: number;
    readonly message?: string;
    readonly reason?: string;
  };
}

interface Watching {
  /** Waits for as many events. */
  next(count: number): Promise<readonly WatchedEvent[]>;
  readonly ended: Promise<unknown>;
  abort(): void;
}

async function watchConfigMaps(query: Readonly<Record<string, string | number | boolean>>): Promise<Watching> {
  const events: WatchedEvent[] = [];
  const ended = Promise.withResolvers<unknown>();
  let wake: () => void = () => undefined;
  const controller = await cluster.watch.watch(
    "/api/v1/namespaces/default/configmaps",
    query,
    (type, object: WatchedEvent["object"]) => {
      events.push({ type, object });
      wake();
    },
    (error: unknown) => ended.resolve(error),
  );
  return {
    async next(wanted) {
      while (events.length < wanted) await new Promise<void>((resolve) => (wake = resolve));
      return events.splice(0, wanted);
    },
    ended: ended.promise,
    abort: () => controller.abort(),
  };
}

async function createMap(labels: Readonly<Record<string, string>> = {}): Promise<{ name: string; version: string }> {
  const name = `map-${(count += 1)}`;
  const body = { metadata: { name, labels } };
  const created = await cluster.core.createNamespacedConfigMap({ namespace: "default", body });
  return { name, version: created.metadata?.resourceVersion ?? "" };
}

const brief = ({ type, object }: WatchedEvent): string => `${type} ${object.metadata?.name}`;

test("a watch goes on after the version that it is given, and misses nothing", async () => {
  const first = await createMap();
  const second = await createMap();
  const watching = await watchConfigMaps({ resourceVersion: first.version });
  const third = await createMap();
  await cluster.core.deleteNamespacedConfigMap({ namespace: "default", name: first.name });
  expect((await watching.next(3)).map(brief)).toEqual([
    `ADDED ${second.name}`,
    `ADDED ${third.name}`,
    `DELETED ${first.name}`,
  ]);
  watching.abort();
});

test("a version that was compacted away is answered with 410", async () => {
  const { version } = await createMap();
  await createMap();
  cluster.emulator.controls.compact();
  const watching = await watchConfigMaps({ resourceVersion: version });
  const [event] = await watching.next(1);
  expect(event).toMatchObject({
    type: "ERROR",
    object: {
      kind: "Status",
      code: 410,
      reason: "Expired",
      message: expect.stringMatching(new RegExp(`^too old resource version: ${version} \\(\\d+\\)$`)),
    },
  });
  await watching.ended;
});

test("an object that comes to match is added, and one that ceases to is deleted", async () => {
  const { name, version } = await createMap({ color: "red" });
  const watching = await watchConfigMaps({ resourceVersion: version, labelSelector: "color in (blue,green)" });
  const paint = async (color: string): Promise<void> => {
    const body = [{ op: "replace", path: "/metadata/labels/color", value: color }];
    await cluster.core.patchNamespacedConfigMap({ namespace: "default", name, body });
  };
  await paint("blue");
  await paint("green");
  await paint("red");
  expect((await watching.next(3)).map(brief)).toEqual([`ADDED ${name}`, `MODIFIED ${name}`, `DELETED ${name}`]);
  watching.abort();
});

test("bookmarks carry the version on while nothing that matches happens", async () => {
  const { version } = await createMap();
  const watching = await watchConfigMaps({
    resourceVersion: version,
    allowWatchBookmarks: true,
    fieldSelector: "metadata.name=none",
  });
  const { version: later } = await createMap();
  let event: WatchedEvent | undefined;
  do [event] = await watching.next(1);
  while (Number(event?.object.metadata?.resourceVersion) < Number(later));
  expect(event?.type).toBe("BOOKMARK");
  watching.abort();
});

test("a watch that asks for it is told where what there was ends", async () => {
  const { name } = await createMap();
  const query = { sendInitialEvents: true, resourceVersionMatch: "NotOlderThan", allowWatchBookmarks: true };
  const watching = await watchConfigMaps({ ...query, fieldSelector: `metadata.name=${name}` });
  const [added, bookmark] = await watching.next(2);
  expect(added?.type).toBe("ADDED");
  expect(bookmark?.object.metadata?.annotations).toEqual({ "k8s.io/initial-events-end": "true" });
  watching.abort();
});

test("a watch ends in good order when its time is up or the server ends it", async () => {
  const { version } = await createMap();
  const timed = await watchConfigMaps({ resourceVersion: version, timeoutSeconds: 1 });
  const closed = await watchConfigMaps({ resourceVersion: version });
  cluster.emulator.controls.closeWatches();
  const isInGoodOrder = (error: unknown): boolean => error === undefined || error === null;
  expect([await closed.ended, await timed.ended].every(isInGoodOrder)).toBe(true);
});

test("a list is given in pages, and a page of a forgotten version is answered with 410", async () => {
  for (let index = 0; index < 3; index += 1) await createMap({ paged: "yes" });
  const query = { namespace: "default", labelSelector: "paged=yes", limit: 2 };
  const first = await cluster.core.listNamespacedConfigMap(query);
  expect([first.items.length, first.metadata?.remainingItemCount]).toEqual([2, 1]);
  const _continue = first.metadata?._continue ?? "";
  const second = await cluster.core.listNamespacedConfigMap({ ...query, _continue });
  expect([second.items.length, second.metadata?._continue]).toEqual([1, undefined]);
  await createMap();
  cluster.emulator.controls.compact();
  await expect(cluster.core.listNamespacedConfigMap({ ...query, _continue })).rejects.toMatchObject({ code: 410 });
});

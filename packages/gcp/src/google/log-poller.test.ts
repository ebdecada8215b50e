import { expect, test } from "@jest/globals";
import { GoogleApiError } from "./errors/google-api-error.ts";
import { toLogBatches } from "./log-batches.ts";
import type { LogEntry } from "./log-entry.ts";
import { createLogPoller, type LogSource } from "./log-poller.ts";
import type { ReadLogPage } from "./log-reader.ts";

const times = { pollMilliseconds: 5, requestMilliseconds: 0, latenessMilliseconds: 10_000 };
const signal = new AbortController().signal;

const entry = (run: string, second: number, insertId = `${run}-${second}`): LogEntry => ({
  insertId,
  timestamp: new Date(second * 1000).toISOString(),
  severity: "DEFAULT",
  logName: "stdout",
  text: `${run} ${second}`,
  labels: { run },
  resourceLabels: {},
});

const source = (run: string): LogSource => ({
  filter: `labels.run="${run}"`,
  matches: ({ labels }) => labels["run"] === run,
  since: new Date(0).toISOString(),
});

/** Keeps entries, of which a page has two. */
function createLog() {
  const entries: LogEntry[] = [];
  const filters: string[] = [];
  const read: ReadLogPage = async (filter, pageToken) => {
    if (pageToken === null) filters.push(filter);
    const [, since = ""] = /timestamp>="([^"]+)"/.exec(filter) ?? [];
    const found = entries
      .filter(({ timestamp }) => timestamp >= since)
      .toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
    const start = Number(pageToken ?? 0);
    return {
      entries: found.slice(start, start + 2),
      nextPageToken: start + 2 < found.length ? String(start + 2) : null,
    };
  };
  return { entries, filters, read };
}

const refusal = { operation: "read", code: "PERMISSION_DENIED", detail: "no", reason: null, retryAfterSeconds: null };

const ignore = (): void => undefined;

test("entries of many runs are read together, each given to its own once, page by page", async () => {
  const log = createLog();
  log.entries.push(entry("a", 1), entry("b", 2), entry("a", 3), entry("c", 4), entry("b", 5));
  const poller = createLogPoller(log.read, times);
  using a = poller.subscribe(source("a"), ignore);
  using b = poller.subscribe(source("b"), ignore);
  await Promise.all([a.look(signal), b.look(signal)]);
  expect(a.take().map(({ text }) => text)).toEqual(["a 1", "a 3"]);
  expect(b.take().map(({ text }) => text)).toEqual(["b 2", "b 5"]);
  expect(log.filters.at(-1)).toContain('(labels.run="a") OR (labels.run="b")');
  await a.look(signal);
  expect(a.take()).toEqual([]);
});

test("what comes in late, with the time of others or before them, is not missed and not repeated", async () => {
  const log = createLog();
  log.entries.push(entry("a", 100));
  using a = createLogPoller(log.read, times).subscribe(source("a"), ignore);
  await a.look(signal);
  log.entries.push(entry("a", 95), entry("a", 100, "another"), entry("a", 101));
  await a.look(signal);
  expect(a.take().map(({ text }) => text)).toEqual(["a 100", "a 95", "a 100", "a 101"]);
  await a.look(signal);
  expect(a.take()).toEqual([]);
  expect(log.filters.at(-1)).toContain(new Date(91_000).toISOString());
});

test("a refusal is told to whoever follows, and ends nothing else", async () => {
  const poller = createLogPoller(async () => Promise.reject(new GoogleApiError(refusal)), times);
  const told = Promise.withResolvers<void>();
  using a = poller.subscribe(source("a"), () => told.resolve());
  await told.promise;
  expect(a.failure?.message).toContain("Google Cloud refused to read");
  await a.look(signal);
});

test("runs that were read differently far are read apart, and as many as a filter holds together", () => {
  const log = (index: number, from: number) => ({ source: source(`run-${index}`), from });
  const batches = toLogBatches([...Array.from({ length: 60 }, (_, index) => log(index, 5_000_000)), log(60, 0)]);
  expect(batches.map(({ logs }) => logs.length)).toEqual([1, 50, 10]);
  for (const { filter } of batches) expect(filter.length).toBeLessThan(20_000);
});

test("whoever asks for a look while the last one fails is not kept waiting", async () => {
  const reading = Promise.withResolvers<never>();
  const begun = Promise.withResolvers<void>();
  const poller = createLogPoller(() => {
    begun.resolve();
    return reading.promise;
  }, times);
  using subscription = poller.subscribe(source("a"), ignore);
  await begun.promise;
  const look = subscription.look(signal);
  reading.reject(new GoogleApiError(refusal));
  await look;
  expect(subscription.failure?.message).toContain("Google Cloud refused to read");
});

import { setTimeout as delay } from "node:timers/promises";
import { toLogBatches } from "./log-batches.ts";
import type { LogEntry } from "./log-entry.ts";
import type { LogPage, ReadLogPage } from "./log-reader.ts";
import { googleTransience, patiently } from "./google-patience.ts";

/** The entries of one run. */
export interface LogSource {
  /** In the language of Cloud Logging, without times: `labels."run.googleapis.com/execution_name"="hello-1"`. */
  readonly filter: string;
  /** Whether an entry is of this run: entries of many are read together. */
  matches(entry: LogEntry): boolean;
  /** RFC 3339 in UTC; no entry of the run is older. */
  readonly since: string;
}

export interface LogSubscription extends Disposable {
  /** Entries that were not taken yet, in the order in which they were found. */
  take(): readonly LogEntry[];
  /** Why no entries are read any more; `null` while they are. */
  readonly failure: Error | null;
  /** Resolves after a look that began after this call. Never rejects but with the signal's reason. */
  look(signal: AbortSignal): Promise<void>;
}

/** Reads the entries of all runs that anybody in this process follows, together: Cloud Logging allows 60 reads a minute. */
export interface LogPoller {
  /** `onChange` is called after entries were found, and after a failure. */
  subscribe(source: LogSource, onChange: () => void): LogSubscription;
}

export interface LogPollTimes {
  /** Between two looks. */
  readonly pollMilliseconds: number;
  /** Between two requests. */
  readonly requestMilliseconds: number;
  /** So long after a later one an entry may still come in. */
  readonly latenessMilliseconds: number;
}

export const usualLogPollTimes: LogPollTimes = {
  pollMilliseconds: 2000,
  requestMilliseconds: 1200,
  latenessMilliseconds: 30_000,
};

/** What is known of a run that is followed. */
export interface FollowedLog {
  readonly source: LogSource;
  readonly onChange: () => void;
  /** In milliseconds; everything before was read. */
  from: number;
  /** Entries after `from` that were read before, by their `insertId` and time. */
  readonly seen: Map<string, number>;
  fresh: LogEntry[];
  failure: Error | null;
  waiting: PromiseWithResolvers<void>[];
}

export function createLogPoller(read: ReadLogPage, times: LogPollTimes = usualLogPollTimes): LogPoller {
  const followed = new Set<FollowedLog>();
  let isPolling = false;
  let nextRequest = 0;

  async function pace(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, nextRequest);
    nextRequest = at + times.requestMilliseconds;
    if (at > now) await delay(at - now);
  }

  function keep(log: FollowedLog, entry: LogEntry): void {
    const key = `${entry.timestamp} ${entry.insertId}`;
    if (log.seen.has(key)) return;
    log.seen.set(key, Date.parse(entry.timestamp));
    log.fresh.push(entry);
  }

  async function readBatch(logs: readonly FollowedLog[], filter: string): Promise<void> {
    let latest = Number.NEGATIVE_INFINITY;
    let pageToken: string | null = null;
    do {
      const token: string | null = pageToken;
      await pace();
      const page: LogPage = await patiently(() => read(filter, token));
      for (const entry of page.entries) {
        latest = Math.max(latest, Date.parse(entry.timestamp));
        for (const log of logs) if (log.source.matches(entry)) keep(log, entry);
      }
      for (const log of logs) if (log.fresh.length > 0) log.onChange();
      pageToken = page.nextPageToken;
    } while (pageToken !== null);
    for (const log of logs) advance(log, latest - times.latenessMilliseconds);
  }

  async function look(): Promise<void> {
    const open = [...followed].filter(({ failure }) => failure === null);
    // Whoever comes during the look is told after the next one.
    const waiting = open.map((log) => [log, log.waiting.splice(0)] as const);
    for (const { logs, filter } of toLogBatches(open)) {
      try {
        await readBatch(logs, filter);
      } catch (error) {
        // What passes is tried again in the next round.
        if (googleTransience(error) !== null) continue;
        for (const log of logs) {
          log.failure = error as Error;
          log.onChange();
          // There is no next round for those who came during this one.
          for (const one of log.waiting.splice(0)) one.resolve();
        }
      }
    }
    for (const [, ones] of waiting) for (const one of ones) one.resolve();
  }

  /** For as long as anybody follows. */
  async function poll(): Promise<void> {
    while (followed.size > 0) {
      await look();
      await delay(times.pollMilliseconds);
    }
    isPolling = false;
  }

  return {
    subscribe(source, onChange) {
      const from = Date.parse(source.since);
      const log: FollowedLog = { source, onChange, from, seen: new Map(), fresh: [], failure: null, waiting: [] };
      followed.add(log);
      if (!isPolling) {
        isPolling = true;
        void poll();
      }
      return {
        take: () => log.fresh.splice(0),
        get failure() {
          return log.failure;
        },
        async look(signal) {
          signal.throwIfAborted();
          if (log.failure !== null) return;
          const looked = Promise.withResolvers<void>();
          log.waiting.push(looked);
          const abort = (): void => looked.reject(signal.reason as Error);
          signal.addEventListener("abort", abort, { once: true });
          try {
            await looked.promise;
          } finally {
            signal.removeEventListener("abort", abort);
          }
        },
        [Symbol.dispose]() {
          followed.delete(log);
          for (const one of log.waiting) one.resolve();
        },
      };
    },
  };
}

function advance(log: FollowedLog, to: number): void {
  if (to <= log.from) return;
  log.from = to;
  for (const [key, time] of log.seen) if (time < to) log.seen.delete(key);
}

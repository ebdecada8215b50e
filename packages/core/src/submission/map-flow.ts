import type { MapOptions, MapOutcome, MapRun } from "../contracts/map-run.ts";
import { createMapWindow } from "./map-window.ts";

const DEFAULT_CONCURRENCY = 10;

/** What a map needs of the run of one item. */
export interface MappedRun<R> {
  readonly flowRunId: string;
  result(): Promise<R>;
  cancel(): Promise<void>;
}

/** Starts the run of one item. */
export type StartMappedRun<T, R> = (item: T, index: number) => Promise<MappedRun<R>>;

/**
 * One run per item. Nothing starts before the first result is asked for, items are taken from the source only as runs
 * finish and results are consumed, so that an endless source and a slow consumer need bounded memory.
 */
export function mapFlow<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  start: StartMappedRun<T, R>,
  { concurrency = DEFAULT_CONCURRENCY, order = "input", signal }: MapOptions = {},
): MapRun<T, R> {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`map: concurrency must be a whole number of at least 1, got ${concurrency}`);
  }
  const window = createMapWindow(items, start, { concurrency, order, signal });

  async function* settled(): AsyncGenerator<MapOutcome<T, R>, void, undefined> {
    let finished = false;
    try {
      yield* window.outcomes();
      finished = true;
    } finally {
      if (!finished) await window.cancel();
    }
  }

  async function* results(): AsyncGenerator<R, void, undefined> {
    for await (const outcome of settled()) {
      if (outcome.status === "rejected") throw outcome.reason;
      yield outcome.value;
    }
  }

  return {
    settled,
    [Symbol.asyncIterator]: results,
    async toArray() {
      const all: R[] = [];
      for await (const result of results()) all.push(result);
      return all;
    },
    cancel: window.cancel,
    [Symbol.asyncDispose]: window.cancel,
  };
}

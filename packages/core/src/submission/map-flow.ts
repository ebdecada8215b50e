import type { MapOptions, MapOutcome, MapRun } from "../contracts/map-run.ts";
import { createMapWindow } from "./map-window.ts";

const DEFAULT_CONCURRENCY = 10;

export interface MappedRunOptions {
  /** Aborts when the run is to be cancelled. */
  readonly signal: AbortSignal;
  /** To be called once the run exists. */
  onStart(flowRunId: string): void;
}

/** Runs one item; settles once its infrastructure is gone. */
export type RunMappedItem<T, R> = (item: T, index: number, options: MappedRunOptions) => Promise<R>;

/**
 * One run per item. Nothing starts before the first result is asked for, items are taken from the source only as runs
 * finish and results are consumed, so that an endless source and a slow consumer need bounded memory.
 */
export function mapFlow<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  run: RunMappedItem<T, R>,
  { concurrency = DEFAULT_CONCURRENCY, order = "input", signal }: MapOptions = {},
): MapRun<T, R> {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`map: concurrency must be a whole number of at least 1, got ${concurrency}`);
  }
  const window = createMapWindow(items, run, { concurrency, order, signal });

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

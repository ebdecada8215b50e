import type { MapOptions, MapOutcome } from "../contracts/map-run.ts";
import type { MappedRun, StartMappedRun } from "./map-flow.ts";

interface WindowOptions {
  readonly concurrency: number;
  readonly order: NonNullable<MapOptions["order"]>;
  readonly signal: AbortSignal | undefined;
}

/** The runs of a map that are under way, and those that ended and wait to be consumed. */
export interface MapWindow<T, R> {
  outcomes(): AsyncGenerator<MapOutcome<T, R>, void, undefined>;
  /** Cancels every unfinished run; resolves once their infrastructure is gone. */
  cancel(): Promise<void>;
}

type Step<T, R> =
  | { readonly kind: "item"; readonly taken: IteratorResult<T> }
  | { readonly kind: "outcome"; readonly outcome: MapOutcome<T, R> }
  | { readonly kind: "room" };

export function createMapWindow<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  start: StartMappedRun<T, R>,
  { concurrency, order, signal }: WindowOptions,
): MapWindow<T, R> {
  // Behind a slow first run, as many ended ones may pile up as run at once; then the source is left waiting.
  const capacity = 2 * concurrency;
  const unsettled = new Map<Promise<unknown>, Promise<MappedRun<R>>>();
  const pending = new Map<number, Promise<MapOutcome<T, R>>>();
  let cancelled = false;

  async function outcomeOf(starting: Promise<MappedRun<R>>, item: T, index: number): Promise<MapOutcome<T, R>> {
    let flowRunId: string | null = null;
    try {
      const run = await starting;
      flowRunId = run.flowRunId;
      return { index, item, flowRunId, status: "fulfilled", value: await run.result() };
    } catch (reason) {
      return { index, item, flowRunId, status: "rejected", reason };
    }
  }

  function startItem(item: T, index: number): void {
    const starting = start(item, index);
    const outcome = outcomeOf(starting, item, index);
    pending.set(index, outcome);
    unsettled.set(outcome, starting);
    void outcome.finally(() => unsettled.delete(outcome));
  }

  function nextOutcome(): Promise<MapOutcome<T, R>> {
    const [first] = pending.values();
    return order === "input" && first !== undefined ? first : Promise.race(pending.values());
  }

  async function* outcomes(): AsyncGenerator<MapOutcome<T, R>, void, undefined> {
    const onAbort = (): void => void cancel();
    signal?.throwIfAborted();
    signal?.addEventListener("abort", onAbort, { once: true });
    const iterator = iterate(items);
    let taking: Promise<IteratorResult<T>> | null = null;
    let exhausted = false;
    let started = 0;
    try {
      for (;;) {
        const hasRoom = unsettled.size < concurrency && pending.size < capacity;
        if (hasRoom && !exhausted && !cancelled) taking ??= Promise.resolve(iterator.next());
        const steps: Promise<Step<T, R>>[] = [];
        if (hasRoom && taking !== null) steps.push(taking.then((taken) => ({ kind: "item", taken })));
        if (pending.size > 0) steps.push(nextOutcome().then((outcome) => ({ kind: "outcome", outcome })));
        if (!hasRoom && unsettled.size > 0) steps.push(Promise.race(unsettled.keys()).then(() => ({ kind: "room" })));
        if (steps.length === 0) break;

        const step = await Promise.race(steps);
        if (step.kind === "outcome") {
          pending.delete(step.outcome.index);
          yield step.outcome;
        } else if (step.kind === "item") {
          taking = null;
          if (step.taken.done === true) exhausted = true;
          else if (!cancelled) startItem(step.taken.value, started++);
        }
      }
      signal?.throwIfAborted();
    } finally {
      signal?.removeEventListener("abort", onAbort);
      // A source that is still busy with its next item would hold the caller back until it has it.
      const closing = exhausted ? undefined : iterator.return?.();
      if (taking === null) await closing;
    }
  }

  async function cancel(): Promise<void> {
    cancelled = true;
    const runs = await Promise.allSettled(unsettled.values());
    await Promise.all(runs.map((run) => (run.status === "fulfilled" ? run.value.cancel() : undefined)));
    await Promise.allSettled(pending.values());
  }

  return { outcomes, cancel };
}

function iterate<T>(items: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}

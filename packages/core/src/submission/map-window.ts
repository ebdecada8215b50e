import type { MapOptions, MapOutcome } from "../contracts/map-run.ts";
import type { RunMappedItem } from "./map-flow.ts";

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
  run: RunMappedItem<T, R>,
  { concurrency, order, signal }: WindowOptions,
): MapWindow<T, R> {
  // Behind a slow first run, as many ended ones may pile up as run at once; then the source is left waiting.
  const capacity = 2 * concurrency;
  const unsettled = new Set<Promise<unknown>>();
  const cancellation = new AbortController();
  const pending = new Map<number, Promise<MapOutcome<T, R>>>();

  async function outcomeOf(item: T, index: number): Promise<MapOutcome<T, R>> {
    let flowRunId: string | null = null;
    const onStart = (id: string): void => void (flowRunId = id);
    try {
      const value = await run(item, index, { signal: cancellation.signal, onStart });
      return { index, item, flowRunId, status: "fulfilled", value };
    } catch (reason) {
      return { index, item, flowRunId, status: "rejected", reason };
    }
  }

  function startItem(item: T, index: number): void {
    const outcome = outcomeOf(item, index);
    pending.set(index, outcome);
    unsettled.add(outcome);
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
        if (hasRoom && !exhausted && !cancellation.signal.aborted) taking ??= Promise.resolve(iterator.next());
        const steps: Promise<Step<T, R>>[] = [];
        if (hasRoom && taking !== null) steps.push(taking.then((taken) => ({ kind: "item", taken })));
        if (pending.size > 0) steps.push(nextOutcome().then((outcome) => ({ kind: "outcome", outcome })));
        if (!hasRoom && unsettled.size > 0) steps.push(Promise.race(unsettled).then(() => ({ kind: "room" })));
        if (steps.length === 0) break;

        const step = await Promise.race(steps);
        if (step.kind === "outcome") {
          pending.delete(step.outcome.index);
          yield step.outcome;
        } else if (step.kind === "item") {
          taking = null;
          if (step.taken.done === true) exhausted = true;
          else if (!cancellation.signal.aborted) startItem(step.taken.value, started++);
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
    cancellation.abort(new Error("The map was cancelled."));
    await Promise.all(unsettled);
  }

  return { outcomes, cancel };
}

function iterate<T>(items: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}

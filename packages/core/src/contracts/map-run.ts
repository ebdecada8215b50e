/** How a map runs. */
export interface MapOptions {
  /** How many runs are unfinished at once. Default: 10. */
  readonly concurrency?: number;
  /** Whether results come as the items stood, or as they finish. Default: `"input"`. */
  readonly order?: "input" | "completion";
  /** Aborting it cancels every unfinished run. */
  readonly signal?: AbortSignal;
}

/** One item and what became of it. */
export type MapOutcome<T, R> = { readonly index: number; readonly item: T; readonly flowRunId: string | null } & (
  { readonly status: "fulfilled"; readonly value: R } | { readonly status: "rejected"; readonly reason: unknown }
);

/**
 * The runs of a map. Iterating gives the results and throws at the first failure; leaving the loop early, by `break`,
 * `throw` or disposal, cancels what is unfinished. `settled()` goes on past failures.
 */
export interface MapRun<T, R> extends AsyncIterable<R>, AsyncDisposable {
  settled(): AsyncIterable<MapOutcome<T, R>>;
  toArray(): Promise<R[]>;
  cancel(): Promise<void>;
}

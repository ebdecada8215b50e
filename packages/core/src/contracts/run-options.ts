/** What is said about one call, beside its arguments: `fn.with({ tags: ["nightly"] })("cifar")`. */
export interface RunOptions {
  /** Aborting it cancels the run. */
  readonly signal?: AbortSignal;
  /** A second call with the same key finds the first one's run instead of making another. */
  readonly idempotencyKey?: string;
  readonly tags?: readonly string[];
  readonly flowRunName?: string;
  /** Replaces the flow's own `timeoutSeconds`. */
  readonly timeoutSeconds?: number;
  /** Environment variables of the run, over those of the work pool and the decorator. Never for secrets. */
  readonly env?: Readonly<Record<string, string>>;
}

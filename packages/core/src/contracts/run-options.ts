/** What is said about one call, beside its arguments: `fn.with({ tags: ["nightly"] })("cifar")`. */
export interface RunOptions {
  /** Aborting it cancels the run. */
  readonly signal?: AbortSignal;
  /** A second call with the same key finds the first one's run instead of making another. */
  readonly idempotencyKey?: string;
  readonly tags?: readonly string[];
  readonly flowRunName?: string;
  /** The queue of the work pool in which a run waits that is left to its workers. Default: the pool's default queue. */
  readonly workQueue?: string;
  /** When a run that is left to a work pool's workers is due. Other calls start at once. Default: now. */
  readonly scheduledTime?: Date;
  /** Replaces the flow's own `timeoutSeconds`. */
  readonly timeoutSeconds?: number;
  /** Environment variables of the run, over those of the work pool and the decorator. Never for secrets. */
  readonly env?: Readonly<Record<string, string>>;
}

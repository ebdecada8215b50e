/** What a running flow, its hooks and its future know of a run. */
export interface FlowRunSummary {
  readonly id: string;
  readonly name: string;
  readonly flowName: string;
  /** Which start of the function this is, from 1; retries count on. */
  readonly runCount: number;
  readonly tags: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Enough to find a run again from any process. */
export interface FlowRunReference {
  readonly flowRunId: string;
}

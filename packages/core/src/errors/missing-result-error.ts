import { PrefectError } from "./prefect-error.ts";

/** A run completed, and what it returned cannot be read any more. */
export class MissingResultError extends PrefectError {
  readonly flowRunId: string;

  constructor({ flowRunId, problem, cause }: { flowRunId: string; problem: string; cause?: unknown }) {
    super(`Flow run '${flowRunId}' completed, but its result is missing: ${problem}.`, { cause });
    this.flowRunId = flowRunId;
  }
}

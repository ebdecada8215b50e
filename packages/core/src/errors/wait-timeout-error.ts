import { PrefectError } from "./prefect-error.ts";

/** A waiting method gave up; the run itself goes on. */
export class WaitTimeoutError extends PrefectError {
  readonly flowRunId: string;
  readonly timeoutSeconds: number;

  constructor({ flowRunId, timeoutSeconds }: { flowRunId: string; timeoutSeconds: number }) {
    super(`Flow run '${flowRunId}' did not complete within ${timeoutSeconds} seconds; it goes on.`);
    this.flowRunId = flowRunId;
    this.timeoutSeconds = timeoutSeconds;
  }
}

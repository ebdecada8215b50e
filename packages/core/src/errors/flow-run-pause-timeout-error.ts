import { PrefectError } from "./prefect-error.ts";

/** A run was paused, and nobody resumed it in time. */
export class FlowRunPauseTimeoutError extends PrefectError {
  readonly flowRunName: string;
  readonly timeoutSeconds: number;

  constructor({ flowRunName, timeoutSeconds }: { readonly flowRunName: string; readonly timeoutSeconds: number }) {
    super(`Flow run '${flowRunName}' was paused and not resumed within ${String(timeoutSeconds)} seconds.`);
    this.flowRunName = flowRunName;
    this.timeoutSeconds = timeoutSeconds;
  }
}

import { PrefectError } from "./prefect-error.ts";

/** A run took longer than its `timeoutSeconds`. The run's state is `TimedOut`. */
export class FlowRunTimeoutError extends PrefectError {
  readonly timeoutSeconds: number;

  constructor({ timeoutSeconds }: { readonly timeoutSeconds: number }) {
    const seconds = Number.isInteger(timeoutSeconds) ? timeoutSeconds.toFixed(1) : String(timeoutSeconds);
    super(`Flow run exceeded timeout of ${seconds} second(s)`);
    this.timeoutSeconds = timeoutSeconds;
  }
}

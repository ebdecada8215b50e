import { PrefectError } from "./prefect-error.ts";

/** The control plane did not let a run start; the function was not called. */
export class FlowRunNotStartedError extends PrefectError {
  readonly flowRunName: string;

  constructor({ flowRunName, reason }: { readonly flowRunName: string; readonly reason: string }) {
    super(`Flow run '${flowRunName}' was not started: ${reason}`);
    this.flowRunName = flowRunName;
  }
}

import { PrefectError } from "./prefect-error.ts";

/** A run was to pause and cannot. */
export class FlowRunNotPausedError extends PrefectError {
  readonly flowRunName: string;
  readonly reason: string;

  constructor({ flowRunName, reason }: { readonly flowRunName: string; readonly reason: string }) {
    super(`Flow run '${flowRunName}' cannot be paused: ${reason}`);
    this.flowRunName = flowRunName;
    this.reason = reason;
  }
}

import { PrefectError } from "./prefect-error.ts";

/** A run was cancelled: by its caller, with the run that it is part of, or through the control plane. */
export class FlowRunCancelledError extends PrefectError {
  readonly flowRunName: string;
  readonly reason: string;

  constructor({ flowRunName, reason }: { readonly flowRunName: string; readonly reason: string }) {
    super(`Flow run '${flowRunName}' was cancelled: ${reason}`);
    this.flowRunName = flowRunName;
    this.reason = reason;
  }
}

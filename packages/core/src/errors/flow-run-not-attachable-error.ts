import { PrefectError } from "./prefect-error.ts";

/** A run exists but was not started in a way that lets this process follow it to its infrastructure. */
export class FlowRunNotAttachableError extends PrefectError {
  readonly flowRunId: string;

  constructor({ flowRunId, problem }: { flowRunId: string; problem: string }) {
    super(`Flow run '${flowRunId}' cannot be attached to: ${problem}.`);
    this.flowRunId = flowRunId;
  }
}

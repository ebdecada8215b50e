import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** No such run in the control plane that the settings name. */
export class FlowRunNotFoundError extends PrefectError {
  readonly flowRunId: string;

  constructor({ flowRunId }: { flowRunId: string }) {
    super(`Flow run '${flowRunId}' was not found. List the runs with \`${commandLine("flow-run ls")}\`.`);
    this.flowRunId = flowRunId;
  }
}

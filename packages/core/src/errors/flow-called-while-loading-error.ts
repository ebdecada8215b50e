import { PrefectError } from "./prefect-error.ts";

/** A flow was called by top-level code of a bundle, while the bundle was loaded to run one of its flows. */
export class FlowCalledWhileLoadingError extends PrefectError {
  readonly flowName: string;

  constructor({ flowName }: { readonly flowName: string }) {
    super(
      `Flow '${flowName}' was called while the code of a remote run was being loaded. Call it inside a flow, or in a ` +
        `module that the flow does not import.`,
    );
    this.flowName = flowName;
  }
}

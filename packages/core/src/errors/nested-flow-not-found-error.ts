import { PrefectError } from "./prefect-error.ts";

/** A remote run called a bound flow that it made while it ran, which no other process can find in the same code. */
export class NestedFlowNotFoundError extends PrefectError {
  readonly flowName: string;

  constructor({ flowName }: { readonly flowName: string }) {
    super(
      `Flow '${flowName}' was made inside a function of a remote run, and cannot be submitted from there. ` +
        `Make it at the top level of a module, or call '${flowName}.local(...)'.`,
    );
    this.flowName = flowName;
  }
}

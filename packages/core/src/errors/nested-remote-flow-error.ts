import { PrefectError } from "./prefect-error.ts";

/** A remote run called a flow that is itself bound to infrastructure. */
export class NestedRemoteFlowError extends PrefectError {
  readonly flowName: string;

  constructor({ flowName, platform }: { readonly flowName: string; readonly platform: string }) {
    super(
      `Flow '${flowName}' is bound to ${platform} infrastructure, which cannot be started from within a remote run. ` +
        `Call '${flowName}.local(...)' to run it in this one.`,
    );
    this.flowName = flowName;
  }
}

import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The platform removed the run from its machine, for want of disk or memory there or for maintenance. */
export class EvictedError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(
      failure,
      "evicted",
      "Ask for the memory and disk that the flow uses, so that it gets a machine that has them.",
    );
  }
}

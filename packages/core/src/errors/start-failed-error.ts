import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The platform made the infrastructure, or refused to, and could not start it. */
export class StartFailedError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(
      failure,
      "start-failed",
      "Correct what the platform complains about, in the flow's options or the work pool.",
    );
  }
}

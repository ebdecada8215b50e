import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** Nothing was heard of the run's command within `startTimeoutSeconds` of its launch. */
export class StartTimeoutError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "start-timeout", "Mend what the platform waits for, or raise `startTimeoutSeconds`.");
  }
}

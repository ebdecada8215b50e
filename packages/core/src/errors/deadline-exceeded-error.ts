import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The run took longer than a limit of the platform, or than its flow's own limits allow in all. */
export class DeadlineExceededError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "deadline", "Raise the limit that is named, or have the flow do less in one run.");
  }
}

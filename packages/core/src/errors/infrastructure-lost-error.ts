import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The infrastructure is gone, or cannot be asked any more, and nobody saw it end. */
export class InfrastructureLostError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "lost", "The machine may have restarted; run the flow again, or set `infrastructureRetries`.");
  }
}

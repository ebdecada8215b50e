import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** No machine of the platform can take what the run asks for, by its size, its kind or its constraints. */
export class UnschedulableError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "unschedulable", "Ask for less, relax the constraints, or add machines that fit.");
  }
}

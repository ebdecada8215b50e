import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The platform took the machine back, as it may with spot and preemptible ones. */
export class PreemptedError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "preempted", "Run it again, set `infrastructureRetries`, or use machines that are not preemptible.");
  }
}

import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The machine that the run was on failed, was shut down, or no longer answers its platform. */
export class NodeLostError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "node-lost", "Run it again, or set `infrastructureRetries`.");
  }
}

import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The command ended before it could report an outcome. */
export class InfrastructureExitedError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "exited", "Its last output says why; a flow must return or throw, not end its process.");
  }
}

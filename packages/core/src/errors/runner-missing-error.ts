import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The image has Node.js and not the runner, which only Docker's launcher copies into a container. */
export class RunnerMissingError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "runner-missing", "Leave `image` unset for the runner image, or add the runner to your own.");
  }
}

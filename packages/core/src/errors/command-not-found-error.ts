import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The command to start does not exist or cannot be executed. */
export class CommandNotFoundError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "command-not-found", "Check the `launcher` option and the `command` of the work pool.");
  }
}

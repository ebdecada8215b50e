import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The command was ended by a signal from outside. */
export class InfrastructureSignalledError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "signal", "Somebody, or the kernel when memory ran out, ended it: look at the machine's own log.");
  }
}

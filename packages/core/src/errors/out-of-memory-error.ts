import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** Memory ran out, of the machine, of the container or of the JavaScript heap. */
export class OutOfMemoryError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "out-of-memory", "Give it more memory, or have the flow hold less at once.");
  }
}

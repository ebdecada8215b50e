import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The platform had no room for the run: a quota is used up, or machines of the kind are sold out. */
export class CapacityError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(
      failure,
      "capacity",
      "Try again later or in another zone, have the quota raised, or set `infrastructureRetries`.",
    );
  }
}

import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** Somebody ended the infrastructure by the platform's own means, such as its console. */
export class InfrastructureStoppedError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "stopped", "Cancel runs with `prefect flow-run cancel`, so that they end as cancelled.");
  }
}

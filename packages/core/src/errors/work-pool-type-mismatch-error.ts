import { PrefectError } from "./prefect-error.ts";

/** A flow is bound to one kind of infrastructure and its work pool describes another. */
export class WorkPoolTypeMismatchError extends PrefectError {
  readonly workPool: string;
  readonly expectedType: string;
  readonly actualType: string;

  constructor({ workPool, expectedType, actualType }: { workPool: string; expectedType: string; actualType: string }) {
    super(
      `Work pool '${workPool}' has type '${actualType}', but the flow is bound to '${expectedType}' infrastructure. ` +
        `Name a pool of type '${expectedType}', or bind the flow with the decorator for '${actualType}'.`,
    );
    this.workPool = workPool;
    this.expectedType = expectedType;
    this.actualType = actualType;
  }
}

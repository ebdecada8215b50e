import { PrefectError } from "./prefect-error.ts";

/** An infrastructure decorator was applied to something else than a flow. */
export class NotAFlowError extends PrefectError {
  readonly infrastructureType: string;

  constructor({ infrastructureType, received }: { infrastructureType: string; received: string }) {
    super(
      `'${infrastructureType}' infrastructure can only be bound to a flow, not to ${received}. ` +
        `Make the flow first, inside: decorator(options)(flow(fn)).`,
    );
    this.infrastructureType = infrastructureType;
  }
}

import { PrefectError } from "./prefect-error.ts";

/** A flow awaits something that nothing in its process can bring about any more. */
export class FlowNeverSettledError extends PrefectError {
  constructor() {
    super("The flow awaits a promise that can never settle: nothing is left in its process that could settle it.");
  }
}

import { PrefectError } from "./prefect-error.ts";

/** An option of `flow()` has a value that it cannot have. Thrown where the flow is defined. */
export class FlowOptionError extends PrefectError {
  readonly option: string;

  constructor({
    option,
    expected,
    received,
    hint = "",
  }: {
    readonly option: string;
    readonly expected: string;
    readonly received: string;
    /** A sentence that follows, with a space before it. */
    readonly hint?: string;
  }) {
    super(`Flow option '${option}' must be ${expected}, not ${received}.${hint}`);
    this.option = option;
  }
}

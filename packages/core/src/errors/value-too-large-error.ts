import { PrefectError } from "./prefect-error.ts";

/** The text of a value is longer than JavaScript can hold in one string. */
export class ValueTooLargeError extends PrefectError {
  /** `parameters` or `result`. */
  readonly rootName: string;

  constructor(details: { readonly rootName: string; readonly maximumCharacters: number; readonly cause?: unknown }) {
    super(
      `${details.rootName}: the value is more than ${details.maximumCharacters} characters as JSON, which no JavaScript ` +
        "process can read back: put bulk numbers or bytes into typed arrays or Buffers, which have no such limit, or " +
        "write the data to storage and pass its location",
      { cause: details.cause },
    );
    this.rootName = details.rootName;
  }
}

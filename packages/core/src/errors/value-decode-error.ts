import { PrefectError } from "./prefect-error.ts";

/** Stored bytes are no value: cut short, altered, or written by something else. */
export class ValueDecodeError extends PrefectError {
  readonly reason: string;

  constructor(details: { readonly reason: string; readonly cause?: unknown }) {
    super(`A stored value cannot be read: ${details.reason}`, { cause: details.cause });
    this.reason = details.reason;
  }
}

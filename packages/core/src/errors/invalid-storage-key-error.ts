import { PrefectError } from "./prefect-error.ts";

/** A key that no storage takes, whatever is behind it. */
export class InvalidStorageKeyError extends PrefectError {
  readonly key: string;
  readonly reason: string;

  constructor({ key, reason }: { key: string; reason: string }) {
    super(
      `The storage key ${JSON.stringify(key)} is not valid: ${reason}. ` +
        `A key is relative, with "/" between its parts: "code/0a1b.mjs.gz".`,
    );
    this.key = key;
    this.reason = reason;
  }
}

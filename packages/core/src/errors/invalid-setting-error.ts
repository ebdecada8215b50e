import { PrefectError } from "./prefect-error.ts";

/** A setting has a value that it cannot have. The value itself is not told: it may be a secret. */
export class InvalidSettingError extends PrefectError {
  /** The setting's name as it was written. */
  readonly key: string;
  /** Where the value stands: `the environment`, or a file. */
  readonly place: string;

  constructor(fields: { readonly key: string; readonly place: string; readonly expects: string }) {
    super(`The setting ${fields.key} in ${fields.place} expects ${fields.expects}. Correct its value, or remove it.`);
    this.key = fields.key;
    this.place = fields.place;
  }
}

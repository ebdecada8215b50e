import { PrefectError } from "./prefect-error.ts";

/** A manifest or an outcome in storage is not what its format says. */
export class MalformedRecordError extends PrefectError {
  readonly key: string;

  constructor({ key, storage, problem, cause }: { key: string; storage: string; problem: string; cause?: unknown }) {
    super(`${key} in ${storage} cannot be used: ${problem}. Submit the run again; what is stored there was altered.`, {
      cause,
    });
    this.key = key;
  }
}

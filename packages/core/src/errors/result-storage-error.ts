import { PrefectError } from "./prefect-error.ts";

/** A flow's `resultStorage` names no block that can hold results. */
export class ResultStorageError extends PrefectError {
  readonly resultStorage: string;

  constructor({ resultStorage, problem, cause }: { resultStorage: string; problem: string; cause?: unknown }) {
    super(
      `Result storage '${resultStorage}' cannot be used: ${problem}. ` +
        `Give the block as "<block type>/<block name>", for example "local-file-system/results".`,
      { cause },
    );
    this.resultStorage = resultStorage;
  }
}

import { PrefectError } from "./prefect-error.ts";

/** A block of the type and name exists and was not to be replaced. */
export class BlockAlreadyExistsError extends PrefectError {
  /** `s3-bucket/results`. */
  readonly block: string;

  constructor({ block }: { block: string }) {
    super(
      `Block '${block}' exists already. Save it under another name, or replace it: with { overwrite: true } in code, ` +
        "with --overwrite on the command line.",
    );
    this.block = block;
  }
}

import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** The control plane has no such block. */
export class BlockNotFoundError extends PrefectError {
  /** `s3-bucket/results`, or the block's id. */
  readonly block: string;

  /** `neededBy` completes "It is needed ...". */
  constructor({ block, neededBy, cause }: { block: string; neededBy?: string; cause?: unknown }) {
    super(
      `Block '${block}' does not exist.${neededBy === undefined ? "" : ` It is needed ${neededBy}.`} ` +
        `Save it first, or list the blocks with \`${commandLine("block ls")}\`.`,
      cause === undefined ? {} : { cause },
    );
    this.block = block;
  }
}

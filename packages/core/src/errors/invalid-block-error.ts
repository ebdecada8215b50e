import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** A block whose data cannot be used as what it is meant for. */
export class InvalidBlockError extends PrefectError {
  /** `s3-bucket/results`. */
  readonly block: string;
  readonly field: string;

  /** `reason` completes "its field ...", and never holds a secret. */
  constructor({ block, field, reason, cause }: InvalidBlockErrorFields) {
    super(
      `Block '${block}' cannot be used: its field "${field}" ${reason}. ` +
        `Look at it with \`${commandLine(`block inspect ${block}`)}\` and save it again.`,
      cause === undefined ? {} : { cause },
    );
    this.block = block;
    this.field = field;
  }
}

interface InvalidBlockErrorFields {
  readonly block: string;
  readonly field: string;
  readonly reason: string;
  readonly cause?: unknown;
}

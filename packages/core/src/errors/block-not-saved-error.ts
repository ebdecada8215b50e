import { PrefectError } from "./prefect-error.ts";

/** A block in a field of another one has no name to be referred to by. */
export class BlockNotSavedError extends PrefectError {
  /** The type of the block that refers. */
  readonly blockTypeSlug: string;
  readonly field: string;

  constructor({ blockTypeSlug, field }: { blockTypeSlug: string; field: string }) {
    super(
      `A block of type '${blockTypeSlug}' cannot be saved: the block in its field "${field}" is not saved itself. ` +
        "Save that one first: `await block.save(name)`.",
    );
    this.blockTypeSlug = blockTypeSlug;
    this.field = field;
  }
}

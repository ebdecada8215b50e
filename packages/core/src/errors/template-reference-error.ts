import { PrefectError } from "./prefect-error.ts";

/** A job template or a job variable refers to a block that does not give what is wanted. */
export class TemplateReferenceError extends PrefectError {
  /** As it stands in the template: a placeholder, or `$ref` with an id. */
  readonly reference: string;

  constructor({ reference, reason, cause }: { reference: string; reason: string; cause?: unknown }) {
    super(
      `The reference ${reference} in the job configuration cannot be resolved: ${reason}. ` +
        `Create the block, or correct the reference in the work pool's base job template or in the flow's options.`,
      { cause },
    );
    this.reference = reference;
  }
}

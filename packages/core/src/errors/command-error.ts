import { PrefectError } from "./prefect-error.ts";

/** A command line cannot be carried out as it was given. */
export class CommandError extends PrefectError {
  constructor(fields: { readonly problem: string; readonly mend?: string; readonly cause?: unknown }) {
    const message = fields.mend === undefined ? fields.problem : `${fields.problem} ${fields.mend}`;
    super(message, fields.cause === undefined ? {} : { cause: fields.cause });
  }
}

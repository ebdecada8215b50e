import { PrefectError } from "./prefect-error.ts";

/** The embedded store cannot be opened: its directory is not writable, or its file is no database. */
export class StoreUnusableError extends PrefectError {
  readonly path: string;

  constructor(fields: { readonly path: string; readonly cause: unknown }) {
    super(
      `Cannot open the store ${fields.path}: ${describeCause(fields.cause)}. Make its directory writable, move a ` +
        "damaged file aside, or set PREFECT_HOME to another directory.",
      { cause: fields.cause },
    );
    this.path = fields.path;
  }
}

function describeCause(cause: unknown): string {
  return typeof cause === "object" && cause !== null && "message" in cause ? String(cause.message) : String(cause);
}

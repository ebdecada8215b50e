import { PrefectError } from "./prefect-error.ts";

/** Other processes kept the embedded store locked for too long. */
export class StoreBusyError extends PrefectError {
  readonly path: string;

  constructor(fields: { readonly path: string; readonly waitedSeconds: number }) {
    super(
      `The store ${fields.path} stayed locked by other processes for ${fields.waitedSeconds} seconds. See which ` +
        `processes have it open with \`fuser ${fields.path}\`, or set PREFECT_API_URL to a Prefect server.`,
    );
    this.path = fields.path;
  }
}

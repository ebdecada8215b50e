import { PrefectError } from "./prefect-error.ts";

/** A later release of prefect-core made the store. */
export class StoreTooNewError extends PrefectError {
  readonly path: string;

  constructor(fields: { readonly path: string; readonly version: number; readonly supportedVersion: number }) {
    super(
      `The store ${fields.path} has schema version ${fields.version}, and this release of prefect-core knows ` +
        `${fields.supportedVersion}. Upgrade prefect-core, or set PREFECT_HOME to another directory.`,
    );
    this.path = fields.path;
  }
}

import { PrefectError } from "./prefect-error.ts";
import { messageOf } from "./thrown.ts";

/** A plugin of the working project cannot be loaded. */
export class PluginLoadError extends PrefectError {
  readonly package: string;

  constructor(fields: { readonly package: string; readonly version: string; readonly cause: unknown }) {
    const reason = messageOf(fields.cause);
    super(
      `The plugin ${fields.package} ${fields.version} could not be loaded: ${reason}. ` +
        `Install it again in a version that fits this one of prefect-core, or remove it from the project's dependencies.`,
      { cause: fields.cause },
    );
    this.package = fields.package;
  }
}

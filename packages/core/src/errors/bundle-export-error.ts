import { PrefectError } from "./prefect-error.ts";

/** The code of a bundle does not export the flow that it was made for. */
export class BundleExportError extends PrefectError {
  constructor({ exportName, exports }: { readonly exportName: string; readonly exports: readonly string[] }) {
    const found = exports.length === 0 ? "nothing" : exports.join(", ");
    super(`The bundle's code does not export a flow named '${exportName}'; it exports ${found}.`);
  }
}

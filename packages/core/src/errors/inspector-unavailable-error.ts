import { PrefectError } from "./prefect-error.ts";

/** The variables that a flow takes from the code around it cannot be read, because Node.js refuses its own inspector. */
export class InspectorUnavailableError extends PrefectError {
  constructor({ cause }: { readonly cause: unknown }) {
    super(
      "The variables that a flow takes from the code around it are read through Node.js's inspector, which is not " +
        "available in this process. Under --permission, start Node.js with --allow-inspector too; otherwise pass the variables as parameters.",
      { cause },
    );
  }
}

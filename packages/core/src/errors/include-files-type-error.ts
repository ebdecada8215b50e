import { PrefectError } from "./prefect-error.ts";

/** `includeFiles` is not a list of strings. */
export class IncludeFilesTypeError extends PrefectError {
  readonly flowName: string;

  constructor({ flowName, value }: { flowName: string; value: unknown }) {
    const mend = typeof value === "string" ? ` Write [${JSON.stringify(value)}].` : "";
    super(`includeFiles of flow '${flowName}' must be a list of strings.${mend}`);
    this.flowName = flowName;
  }
}

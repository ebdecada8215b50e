import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

export interface ApiUnreachableErrorFields {
  readonly url: string;
  /** What went wrong, in the words of the network or the server. */
  readonly problem: string;
  readonly cause?: unknown;
}

/** No answer came from the API that `PREFECT_API_URL` names. */
export class ApiUnreachableError extends PrefectError {
  readonly url: string;

  constructor(fields: ApiUnreachableErrorFields) {
    super(
      `Cannot reach the Prefect API at ${fields.url}: ${fields.problem}. Check PREFECT_API_URL with ` +
        `\`${commandLine("config view")}\`, or use the embedded control plane with ` +
        `\`${commandLine("config unset PREFECT_API_URL")}\`.`,
      { cause: fields.cause },
    );
    this.url = fields.url;
  }
}

import { commandLine } from "./command-line.ts";
import { describeRequest, PrefectApiError, type PrefectApiErrorFields } from "./prefect-api-error.ts";

/** The API does not accept the credentials, or wants some. */
export class ApiUnauthorizedError extends PrefectApiError {
  constructor(fields: PrefectApiErrorFields) {
    super(
      fields,
      `The API does not accept the credentials (${describeRequest(fields)}). Set a valid key with ` +
        `\`${commandLine("config set PREFECT_API_KEY=...")}\`, or for a server with basic authentication ` +
        `\`${commandLine("config set PREFECT_API_AUTH_STRING=user:password")}\`.`,
    );
  }
}

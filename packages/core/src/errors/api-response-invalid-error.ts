import { PrefectError } from "./prefect-error.ts";

export interface ApiResponseInvalidErrorFields {
  readonly api: string;
  readonly method: string;
  readonly path: string;
  readonly problem: string;
}

/** What answered is no Prefect API, or one of a version that this client does not understand. */
export class ApiResponseInvalidError extends PrefectError {
  readonly api: string;
  readonly method: string;
  readonly path: string;

  constructor(fields: ApiResponseInvalidErrorFields) {
    super(
      `${fields.method} ${fields.path} of ${fields.api} was not answered as Prefect 3 answers it: ${fields.problem}. ` +
        "Check that PREFECT_API_URL names a Prefect API, which for a server ends in /api.",
    );
    this.api = fields.api;
    this.method = fields.method;
    this.path = fields.path;
  }
}

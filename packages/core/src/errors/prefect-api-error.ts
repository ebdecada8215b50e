import { PrefectError } from "./prefect-error.ts";

export interface PrefectApiErrorFields {
  /** Where the API is; never a credential. */
  readonly api: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The API's own words. */
  readonly detail: string | null;
}

/** The control plane refused a request. */
export class PrefectApiError extends PrefectError {
  readonly api: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly detail: string | null;

  constructor(fields: PrefectApiErrorFields, message?: string) {
    super(message ?? `${fields.detail ?? `HTTP status ${fields.status}`} (${describeRequest(fields)})`);
    this.api = fields.api;
    this.method = fields.method;
    this.path = fields.path;
    this.status = fields.status;
    this.detail = fields.detail;
  }
}

/** The request and its answer, for messages. */
export function describeRequest(fields: PrefectApiErrorFields): string {
  return `${fields.method} ${fields.path} of ${fields.api} answered ${fields.status}`;
}

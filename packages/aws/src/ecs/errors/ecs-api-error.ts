import { PrefectError } from "prefect-core/provider";

export interface EcsApiErrorFields {
  readonly operation: string;
  readonly code: string;
  readonly detail: string;
  readonly region: string;
  readonly statusCode?: number | null;
  readonly resourceIds?: readonly string[];
  readonly hint?: string;
  readonly cause?: unknown;
}

/** AWS refused a request, or could not be asked. */
export class EcsApiError extends PrefectError {
  /** The IAM action of what was asked: `ecs:RunTask`. */
  readonly operation: string;
  /** AWS's own name of it: `ClientException`, `ThrottlingException`. */
  readonly code: string;
  /** AWS's own words. */
  readonly detail: string;
  readonly region: string;
  /** Of HTTP; `null` where AWS was not asked. */
  readonly statusCode: number | null;
  /** Tasks that a conflict is with. */
  readonly resourceIds: readonly string[];

  constructor(fields: EcsApiErrorFields) {
    const { operation, code, detail, region, statusCode = null, resourceIds = [], hint = "", cause } = fields;
    const verb = statusCode === null ? "could not be asked for" : "refused";
    super(`AWS ${verb} ${operation} in ${region}: ${detail.trim().replace(/\.$/, "")} (${code}).${hint}`, { cause });
    this.operation = operation;
    this.code = code;
    this.detail = detail;
    this.region = region;
    this.statusCode = statusCode;
    this.resourceIds = resourceIds;
  }
}

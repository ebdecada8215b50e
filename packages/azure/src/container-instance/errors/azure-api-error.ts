import { PrefectError } from "prefect-core/provider";

/** Azure Resource Manager refused a request. */
export class AzureApiError extends PrefectError {
  /** What was asked for: `create the container group hello in the resource group ml`. */
  readonly operation: string;
  /** Of HTTP. */
  readonly statusCode: number;
  /** In one word: `ContainerGroupQuotaReached`, `AuthorizationFailed`; empty where Azure has none. */
  readonly code: string;
  /** Azure's own words. */
  readonly detail: string;
  /** When to ask again, in seconds; `null` where Azure does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(fields: {
    operation: string;
    statusCode: number;
    code: string;
    detail: string;
    retryAfterSeconds?: number | null;
    hint?: string;
  }) {
    const { operation, statusCode, code, detail, retryAfterSeconds = null, hint = "" } = fields;
    const words = code === "" ? `HTTP ${statusCode}` : `${code}, HTTP ${statusCode}`;
    super(`Azure refused to ${operation}: ${detail.replace(/\.$/, "")} (${words}).${hint}`);
    this.operation = operation;
    this.statusCode = statusCode;
    this.code = code;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function isNotFound(error: unknown): boolean {
  return AzureApiError.isInstance(error) && error.statusCode === 404;
}

/** Whether something is being done to the group, so that nothing else can be. */
export function isTransitioning(error: unknown): boolean {
  return AzureApiError.isInstance(error) && error.code === "ContainerGroupTransitioning";
}

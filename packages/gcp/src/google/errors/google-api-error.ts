import { PrefectError } from "prefect-core/provider";

/** What is known of a refusal. */
export interface GoogleRefusal {
  readonly operation: string;
  readonly code: string;
  readonly detail: string;
  readonly reason: string | null;
  readonly retryAfterSeconds: number | null;
  readonly cause?: unknown;
}

/** A service of Google Cloud refused a request. */
export class GoogleApiError extends PrefectError {
  /** What was asked for: `create the job hello`. */
  readonly operation: string;
  /** A code of gRPC: `PERMISSION_DENIED`, `RESOURCE_EXHAUSTED`. */
  readonly code: string;
  /** Google's own words. */
  readonly detail: string;
  /** In one word, where Google has one: `RATE_LIMIT_EXCEEDED`, `SERVICE_DISABLED`. */
  readonly reason: string | null;
  /** When to ask again, in seconds; `null` where Google does not say. */
  readonly retryAfterSeconds: number | null;

  constructor({ operation, code, detail, reason, retryAfterSeconds, cause }: GoogleRefusal, hint = "") {
    const words = reason === null || reason === code ? code : `${code}, ${reason}`;
    super(`Google Cloud refused to ${operation}: ${detail.replace(/\.$/, "")} (${words}).${hint}`, { cause });
    this.operation = operation;
    this.code = code;
    this.detail = detail;
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function isNotFound(error: unknown): boolean {
  return GoogleApiError.isInstance(error) && error.code === "NOT_FOUND";
}

export function isAlreadyThere(error: unknown): boolean {
  return GoogleApiError.isInstance(error) && error.code === "ALREADY_EXISTS";
}

/** Whether there is no room or no quota for more, which asking again in a moment does not change. */
export function isQuotaExceeded(error: unknown): boolean {
  return (
    GoogleApiError.isInstance(error) && error.code === "RESOURCE_EXHAUSTED" && error.reason !== "RATE_LIMIT_EXCEEDED"
  );
}

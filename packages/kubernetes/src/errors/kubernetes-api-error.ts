import { PrefectError } from "prefect-core/provider";

/** The API server refused a request. */
export class KubernetesApiError extends PrefectError {
  /** What was asked for: `create the Job hello in the namespace ml`. */
  readonly operation: string;
  /** Of HTTP. */
  readonly statusCode: number;
  /** In one word: `Forbidden`, `AlreadyExists`, `Invalid`; empty where the server has none. */
  readonly reason: string;
  /** The server's own words. */
  readonly detail: string;
  /** When to ask again, in seconds; `null` where the server does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(fields: {
    operation: string;
    statusCode: number;
    reason: string;
    detail: string;
    retryAfterSeconds?: number | null;
    hint?: string;
  }) {
    const { operation, statusCode, reason, detail, retryAfterSeconds = null, hint = "" } = fields;
    const words = reason === "" ? `HTTP ${statusCode}` : `${reason}, HTTP ${statusCode}`;
    super(`The Kubernetes API server refused to ${operation}: ${detail.replace(/\.$/, "")} (${words}).${hint}`);
    this.operation = operation;
    this.statusCode = statusCode;
    this.reason = reason;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function isNotFound(error: unknown): boolean {
  return KubernetesApiError.isInstance(error) && error.statusCode === 404;
}

export function isConflict(error: unknown): boolean {
  return KubernetesApiError.isInstance(error) && error.reason === "AlreadyExists";
}

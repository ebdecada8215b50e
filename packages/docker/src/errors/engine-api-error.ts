import { PrefectError } from "prefect-core/provider";

/** The engine refused a request. */
export class EngineApiError extends PrefectError {
  /** Of HTTP. */
  readonly statusCode: number;
  /** The engine's own words. */
  readonly reason: string;

  constructor({ operation, statusCode, reason }: { operation: string; statusCode: number; reason: string }) {
    super(`The Docker engine refused to ${operation}: ${reason} (HTTP ${statusCode}).`);
    this.statusCode = statusCode;
    this.reason = reason;
  }
}

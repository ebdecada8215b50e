import { retryTransient, type Transience } from "prefect-core/provider";
import { GoogleApiError } from "./errors/google-api-error.ts";
import { GoogleUnreachableError } from "./errors/google-unreachable-error.ts";

const passingCodes = new Set(["UNAVAILABLE", "INTERNAL", "ABORTED", "DEADLINE_EXCEEDED", "CANCELLED"]);

/** Whether the same request may be answered otherwise in a moment; `null` where not. Pure. */
export function googleTransience(error: unknown): Transience | null {
  if (GoogleUnreachableError.isInstance(error)) return error.isPassing ? {} : null;
  if (!GoogleApiError.isInstance(error)) return null;
  if (error.code === "UNKNOWN") return { attempts: 3 };
  const isThrottled = error.code === "RESOURCE_EXHAUSTED" && error.reason === "RATE_LIMIT_EXCEEDED";
  if (!isThrottled && !passingCodes.has(error.code)) return null;
  return error.retryAfterSeconds === null ? {} : { retryAfterSeconds: error.retryAfterSeconds };
}

/**
 * Tries again, for about 15 s, or for as long as Google asks to be left alone, what may be done twice. Google's clients
 * repeat nothing by themselves.
 */
export function patiently<T>(operation: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return retryTransient(operation, { transience: googleTransience, signal });
}

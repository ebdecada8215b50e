import type { Transience } from "prefect-core/provider";
import { toS3Failure } from "./s3-failure.ts";

const throttled = ["SlowDown", "Throttling", "ThrottlingException", "RequestLimitExceeded", "BandwidthLimitExceeded"];

/** Beside answers of 408, 429 and 5xx: codes that come with another status, and those of broken connections. */
const transient = new Set([
  ...throttled,
  "RequestTimeout",
  "TimeoutError",
  "OperationAborted",
  "ConditionalRequestConflict",
  "BadDigest",
  "XAmzContentChecksumMismatch",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "ERR_STREAM_PREMATURE_CLOSE",
  "IncompleteReadError",
]);

/** Nobody answers: more often a wrong endpoint than a server that comes back. */
const unreachable = new Set(["ECONNREFUSED", "ENOTFOUND"]);

/** Statuses of servers that will not do it next time either. */
const refusing = new Set([501, 505]);

/** Whether what S3 answered, or how the connection broke, may pass by itself; pure. */
export function s3Transience(error: unknown): Transience | null {
  const { code, status, retryAfterSeconds } = toS3Failure(error);
  if (unreachable.has(code)) return { attempts: 5 };
  // The SDK learns the server's time from the refusal and signs the next request with it.
  if (code === "RequestTimeTooSkewed") return { attempts: 3 };
  const passes = transient.has(code) || (status !== null && isPassing(status));
  if (!passes) return null;
  return retryAfterSeconds === null ? {} : { retryAfterSeconds };
}

function isPassing(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && !refusing.has(status));
}

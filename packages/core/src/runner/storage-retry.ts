import pRetry from "p-retry";

/** How long a failing storage is tried again. */
export interface RetryPolicy {
  readonly retries: number;
  readonly firstDelaySeconds: number;
  readonly longestDelaySeconds: number;
}

/** About a minute in all. */
export const defaultRetryPolicy: RetryPolicy = { retries: 9, firstDelaySeconds: 0.25, longestDelaySeconds: 15 };

const permanentCodes = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EISDIR", "ENOTSUP", "EXDEV"]);
const permanentErrors = new Set([
  "StorageObjectNotFoundError",
  "InvalidStorageKeyError",
  "InvalidStorageRangeError",
  "ManifestNotFoundError",
  "MalformedRecordError",
  "UnsupportedFormatVersionError",
]);
const transientStatuses = new Set([408, 425, 429]);

/** Repeats an operation of a storage while what it throws may pass. */
export function retryStorage<T>(
  operation: () => Promise<T>,
  policy: RetryPolicy,
  isWorthwhile: () => boolean = () => true,
): Promise<T> {
  return pRetry(operation, {
    retries: policy.retries,
    minTimeout: policy.firstDelaySeconds * 1000,
    maxTimeout: policy.longestDelaySeconds * 1000,
    randomize: true,
    shouldRetry: ({ error }) => isWorthwhile() && isTransient(error),
  });
}

/**
 * Whether what a storage threw may pass by itself: everything but what says that the request is wrong or not allowed,
 * by file system code or HTTP status, on the error or on a cause of it.
 */
export function isTransient(error: unknown): boolean {
  for (let at: unknown = error; typeof at === "object" && at !== null; at = (at as { cause?: unknown }).cause) {
    if (isPermanent(at)) return false;
  }
  return true;
}

/** Whether bytes that came from storage were not what they were compressed to. */
export function isDecompressionError(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" && (code.startsWith("Z_") || code === "ERR_TRAILING_JUNK_AFTER_STREAM_END");
}

function isPermanent(error: object): boolean {
  if (isDecompressionError(error)) return true;
  const { name, code, status, statusCode, $metadata } = error as {
    name?: unknown;
    code?: unknown;
    status?: unknown;
    statusCode?: unknown;
    $metadata?: { httpStatusCode?: unknown };
  };
  if (permanentErrors.has(String(name)) || permanentCodes.has(String(code))) return true;
  const http = [statusCode, status, $metadata?.httpStatusCode, code].find((value) => typeof value === "number");
  return typeof http === "number" && http >= 400 && http < 500 && !transientStatuses.has(http);
}

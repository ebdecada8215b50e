import pRetry from "p-retry";

/** How long a failing storage is tried again. */
export interface RetryPolicy {
  readonly retries: number;
  readonly firstDelaySeconds: number;
  readonly longestDelaySeconds: number;
  /** What the operations of one run share. Default: each is tried again as if it were alone. */
  readonly outage?: StorageOutage;
}

/** About a minute in all, or two at the most. */
export const defaultRetryPolicy: RetryPolicy = { retries: 9, firstDelaySeconds: 0.25, longestDelaySeconds: 15 };

/**
 * Since when nothing of a run's storage has worked. Once that is longer than an operation alone would be tried again,
 * those that follow are not: a run whose storage is gone for good ends soon, however much it has to store.
 */
export interface StorageOutage {
  readonly patienceSeconds: number;
  /** By the clock that does not jump; `null` while it works. */
  since: number | null;
}

export function createStorageOutage(patienceSeconds = 60): StorageOutage {
  return { patienceSeconds, since: null };
}

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
export async function retryStorage<T>(
  operation: () => Promise<T>,
  { retries, firstDelaySeconds, longestDelaySeconds, outage }: RetryPolicy,
  isWorthwhile: () => boolean = () => true,
): Promise<T> {
  const result = await pRetry(operation, {
    retries,
    minTimeout: firstDelaySeconds * 1000,
    maxTimeout: longestDelaySeconds * 1000,
    randomize: true,
    shouldRetry: ({ error }) => isWorthwhile() && isTransient(error) && isBearable(outage),
  });
  if (outage !== undefined) outage.since = null;
  return result;
}

/** Asked after a failure. */
function isBearable(outage: StorageOutage | undefined): boolean {
  if (outage === undefined) return true;
  const now = performance.now();
  outage.since ??= now;
  return now - outage.since < outage.patienceSeconds * 1000;
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

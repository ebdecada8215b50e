/** What an error of the SDK, or of the connection below it, says. */
export interface S3Failure {
  /** `NoSuchBucket`, `AccessDenied`, `ECONNRESET`: S3's code, else the system's. */
  readonly code: string;
  /** The HTTP status; `null` where there was no answer. */
  readonly status: number | null;
  /** Where the bucket is, where the answer says so. */
  readonly bucketRegion: string | null;
  readonly retryAfterSeconds: number | null;
  readonly message: string;
}

interface SdkError {
  readonly name?: unknown;
  readonly Code?: unknown;
  readonly code?: unknown;
  readonly Region?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** Reads an error; pure. */
export function toS3Failure(error: unknown): S3Failure {
  const { name, Code, code, Region, message, cause, $metadata, $response } = (error ?? {}) as SdkError;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode ?? null;
  const text = typeof message === "string" ? message : String(error);
  const systemCode = code ?? (cause as SdkError | undefined)?.code;
  const retryAfter = Number($response?.headers?.["retry-after"]);
  return {
    code: String(status === null ? (systemCode ?? wrappedName(text) ?? name) : (Code ?? name)),
    status,
    bucketRegion:
      $response?.headers?.["x-amz-bucket-region"] ??
      (typeof Region === "string" ? Region : null) ??
      /expecting '([^']+)'/.exec(text)?.[1] ??
      null,
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
    message: text,
  };
}

/** The SDK wraps errors of another realm, such as Node's own under Jest, and keeps nothing of them but this. */
function wrappedName(text: string): string | null {
  return /^AWS SDK error wrapper for (\w+): (?:.*\b(E[A-Z]{4,})\b)?/.exec(text)?.slice(1).findLast(Boolean) ?? null;
}

/** Codes of S3 for credentials that were valid once, so that asking for them again may give valid ones. */
const expired = new Set(["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired"]);

export function isExpired({ code }: S3Failure): boolean {
  return expired.has(code);
}

const elsewhere = new Set([301, 307, 400]);

/** The region that the bucket is in, where the request was refused for being sent to another. */
export function otherRegion({ status, bucketRegion }: S3Failure, region: string): string | null {
  if (status === null || !elsewhere.has(status)) return null;
  return bucketRegion === region ? null : bucketRegion;
}

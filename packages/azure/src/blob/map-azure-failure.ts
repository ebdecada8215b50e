import type { Transience } from "prefect-core/provider";

// Codes and texts: https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes and
// https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes.

/** What Azure's SDK throws, as far as it is looked at. */
interface AzureFailure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly details?: { readonly errorCode?: unknown };
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
  readonly cause?: unknown;
}

const transientStatuses = new Set([408, 429, 500, 502, 503, 504]);
const unusableRequests = new Set(["ENOTFOUND", "ERR_INVALID_URL", "CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT"]);
const identityErrors = new Set([
  "AggregateAuthenticationError",
  "AuthenticationError",
  "AuthenticationRequiredError",
  "CredentialUnavailableError",
]);

/** Whether an error of the SDK may pass by itself. */
export function azureTransience(error: unknown): Transience | null {
  const failure = toFailure(error);
  const status = statusOf(failure);
  if (status !== null) {
    if (isExpiredToken(error)) return { attempts: 3 };
    if (!transientStatuses.has(status)) return null;
    const seconds = Number(failure.response?.headers?.get("retry-after"));
    return seconds > 0 ? { retryAfterSeconds: seconds } : {};
  }
  if (identityErrors.has(String(failure.name)) || isStringError(failure)) return null;
  return unusableRequests.has(String(failure.code)) ? { attempts: 3 } : {};
}

/** Whether the token that was sent had run out; a new one mends that. */
export function isExpiredToken(error: unknown): boolean {
  return statusOf(toFailure(error)) === 401;
}

/** Whether there is no such blob; its container may be there. */
export function isMissingBlob(error: unknown): boolean {
  return statusOf(toFailure(error)) === 404 && !isMissingContainer(error);
}

export function isMissingContainer(error: unknown): boolean {
  return ["ContainerNotFound", "ContainerBeingDeleted", "ContainerDisabled"].includes(azureErrorCode(error) ?? "");
}

/** Whether a write that was to create a blob found one. */
export function isAlreadyThere(error: unknown): boolean {
  return ["BlobAlreadyExists", "ConditionNotMet", "TargetConditionNotMet"].includes(azureErrorCode(error) ?? "");
}

/** Whether a blob is no longer the version that was asked for. */
export function isReplaced(error: unknown): boolean {
  return statusOf(toFailure(error)) === 412;
}

/** Whether a range begins after the blob's last byte. */
export function isPastEnd(error: unknown): boolean {
  return statusOf(toFailure(error)) === 416;
}

/** Whether blocks of this write were thrown away, as another write to the same blob was committed. */
export function isOvertaken(error: unknown): boolean {
  return ["InvalidBlockList", "InvalidBlobOrBlock", "InvalidBlockId"].includes(azureErrorCode(error) ?? "");
}

/** `AuthorizationPermissionMismatch`; `null` where the service named none. */
export function azureErrorCode(error: unknown): string | null {
  const failure = toFailure(error);
  const header = failure.response?.headers?.get("x-ms-error-code");
  const code = header ?? failure.details?.errorCode ?? (statusOf(failure) === null ? null : failure.code);
  return typeof code === "string" ? code : null;
}

/** One line of what went wrong, without the ids that follow in the service's own text. */
export function azureMessage(error: unknown): string {
  const failure = toFailure(error);
  const [first = ""] = String(failure.message ?? error)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "{");
  const code = azureErrorCode(error);
  if (code === null) return first;
  return first === "" || first.startsWith('"') || first === code ? code : `${first} (${code})`;
}

/** How far this machine's clock is from the service's, in seconds, positive where it is ahead; `null` if unknown. */
export function clockSkewSeconds(error: unknown, now: number): number | null {
  const date = Date.parse(toFailure(error).response?.headers?.get("date") ?? "");
  return Number.isNaN(date) ? null : Math.round((now - date) / 1000);
}

function statusOf(error: AzureFailure): number | null {
  return typeof error.statusCode === "number" ? error.statusCode : null;
}

function toFailure(error: unknown): AzureFailure {
  return typeof error === "object" && error !== null ? error : {};
}

/** The HTTP status; `null` where no answer came. */
export function azureStatus(error: unknown): number | null {
  return statusOf(toFailure(error));
}

/** What the SDK says of a connection string or key that it cannot read. */
function isStringError({ message }: AzureFailure): boolean {
  return /connection string|account key|Invalid URL/i.test(String(message));
}

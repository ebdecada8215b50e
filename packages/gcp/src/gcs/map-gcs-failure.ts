import type { Transience } from "prefect-core/provider";

// Statuses, reasons and texts: https://cloud.google.com/storage/docs/json_api/v1/status-codes and
// https://cloud.google.com/storage/docs/retry-strategy.

/** What Google's SDK and its transport throw, as far as it is looked at. */
interface GcsFailure {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly errors?: readonly { readonly reason?: unknown; readonly message?: unknown }[];
  readonly response?: {
    readonly status?: unknown;
    readonly statusCode?: unknown;
    readonly data?: unknown;
    readonly body?: unknown;
    readonly headers?: unknown;
  };
}

const transientStatuses = new Set([408, 429, 500, 502, 503, 504]);
const transientReasons = new Set(["rateLimitExceeded", "userRateLimitExceeded", "backendError", "internalError"]);
const unreachable = new Set(["ENOTFOUND", "ERR_INVALID_URL", "CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT"]);
const unusableFiles = new Set(["ENOENT", "EACCES", "EISDIR"]);

/** Whether an error may pass by itself. */
export function gcsTransience(error: unknown): Transience | null {
  const status = gcsStatus(error);
  if (status !== null) {
    if (isExpiredToken(error)) return { attempts: 3 };
    if (!transientStatuses.has(status) && !transientReasons.has(gcsReason(error) ?? "")) return null;
    const seconds = Number(headerOf(error, "retry-after"));
    return seconds > 0 ? { retryAfterSeconds: seconds } : {};
  }
  if (isWithoutCredentials(error)) return null;
  return unreachable.has(String(toFailure(error).code)) ? { attempts: 3 } : {};
}

/** Whether the token that was sent had run out; a new one mends that. */
export function isExpiredToken(error: unknown): boolean {
  return gcsStatus(error) === 401 && !isTokenRefused(error);
}

/** Whether the key, login or identity was refused when a token was asked for. */
export function isTokenRefused(error: unknown): boolean {
  return /invalid_grant|invalid_client|invalid_scope/.test(gcsReason(error) ?? "");
}

/** Whether nothing on this machine says who it is, or what says so cannot be read. */
export function isWithoutCredentials(error: unknown): boolean {
  const { code, message } = toFailure(error);
  if (unusableFiles.has(String(code))) return true;
  return /default credentials|Project Id|credentials? (file|JSON)|private.?key|PEM|DECODER|client_email/i.test(
    String(message),
  );
}

/** Whether an object, or the bucket that it is looked for in, is not there. */
export function isMissing(error: unknown): boolean {
  return gcsStatus(error) === 404;
}

/** Which of both it is; `null` where the answer does not tell, as those of emulators. */
export function whatIsMissing(error: unknown): "object" | "bucket" | null {
  const message = gcsMessage(error);
  if (/^No such object/i.test(message)) return "object";
  return /^The specified bucket does not exist/i.test(message) ? "bucket" : null;
}

/** Whether a write that was to create an object found one, or an object is no longer the generation asked for. */
export function isConditionNotMet(error: unknown): boolean {
  return gcsStatus(error) === 412;
}

/** Whether a range begins after the object's last byte. */
export function isPastEnd(error: unknown): boolean {
  return gcsStatus(error) === 416;
}

/** The HTTP status; `null` where no answer came. */
export function gcsStatus(error: unknown): number | null {
  const { code, status, response } = toFailure(error);
  const found = [response?.status, response?.statusCode, status, code].find((value) => typeof value === "number");
  return found === undefined ? null : (found as number);
}

/** `conditionNotMet`, or `invalid_grant` of the token endpoint; `null` where the service named none. */
export function gcsReason(error: unknown): string | null {
  const { errors } = toFailure(error);
  const body = bodyOf(error);
  const reason = body.errors?.[0]?.reason ?? body.reason ?? errors?.[0]?.reason;
  return typeof reason === "string" ? reason : null;
}

/** What the service itself said, in one line. */
export function gcsMessage(error: unknown): string {
  const { message } = toFailure(error);
  const text = bodyOf(error).message ?? (typeof message === "string" ? message : String(error));
  return (text.split("\n").find((line) => line.trim() !== "") ?? text).trim();
}

/** How far this machine's clock is from the service's, in seconds, positive where it is ahead; `null` if unknown. */
export function clockSkewSeconds(error: unknown, now: number): number | null {
  const date = Date.parse(headerOf(error, "date") ?? "");
  return Number.isNaN(date) ? null : Math.round((now - date) / 1000);
}

interface FailureBody {
  readonly message?: string;
  readonly reason?: string;
  readonly errors?: readonly { readonly reason?: unknown }[];
}

/** The JSON API's own errors, those of the token endpoint, and the plain text that downloads are refused with. */
function bodyOf(error: unknown): FailureBody {
  const { response } = toFailure(error);
  const data = parse(response?.data ?? response?.body);
  if (typeof data === "string") return data.trim() === "" ? {} : { message: data };
  if (typeof data !== "object" || data === null) return {};
  const { error: inner, error_description: description } = data as { error?: unknown; error_description?: unknown };
  if (typeof inner === "object" && inner !== null) return inner;
  if (typeof inner !== "string") return {};
  return { reason: inner, message: typeof description === "string" ? `${inner}: ${description}` : inner };
}

function parse(data: unknown): unknown {
  if (data instanceof Uint8Array) return parse(Buffer.from(data).toString());
  if (typeof data !== "string") return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

function headerOf(error: unknown, name: string): string | null {
  const headers = toFailure(error).response?.headers;
  if (hasGet(headers)) return headers.get(name);
  const value = ((headers ?? {}) as Record<string, unknown>)[name];
  return typeof value === "string" ? value : null;
}

/** Transports bring a class of their own. */
function hasGet(headers: unknown): headers is { get(name: string): string | null } {
  return typeof (headers as { get?: unknown } | null | undefined)?.get === "function";
}

function toFailure(error: unknown): GcsFailure {
  return typeof error === "object" && error !== null ? error : {};
}

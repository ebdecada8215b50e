import { GoogleAccessError } from "./errors/google-access-error.ts";
import { GoogleApiDisabledError } from "./errors/google-api-disabled-error.ts";
import { GoogleApiError, type GoogleRefusal } from "./errors/google-api-error.ts";
import { GoogleUnreachableError } from "./errors/google-unreachable-error.ts";
import { grpcCode, httpCode } from "./google-code.ts";

/** What was asked of whom. */
export interface GoogleRequestContext {
  /** What it is for, as the end of "to ...", for messages. */
  readonly operation: string;
  /** Where it was sent: `https://run.googleapis.com`. */
  readonly endpoint: string;
}

/** What a gRPC client throws, as far as it is looked at. */
interface GrpcFailure {
  readonly code?: unknown;
  readonly details?: unknown;
  readonly message?: unknown;
  readonly reason?: unknown;
  readonly errorInfoMetadata?: unknown;
  readonly statusDetails?: unknown;
  readonly response?: { readonly status?: unknown; readonly data?: unknown };
}

interface HttpErrorBody {
  readonly status?: unknown;
  readonly message?: unknown;
  readonly details?: unknown;
}

const absence = /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|Name resolution/i;
const drop = /Connection dropped|No connection established|ECONNRESET|socket hang up|RST_STREAM|read ETIMEDOUT|EPIPE/i;
const untrusted = /certificate|CERT_|SELF_SIGNED/i;
const unproven =
  /default credentials|invalid_grant|invalid_rapt|invalid_client|credentials? (file|JSON)|private.?key|DECODER/i;

/** What Google's clients for gRPC and for HTTP throw, as one kind of error. Pure. */
export function toGoogleError(
  error: unknown,
  { operation, endpoint }: GoogleRequestContext,
): GoogleApiError | GoogleUnreachableError {
  if (GoogleApiError.isInstance(error) || GoogleUnreachableError.isInstance(error)) return error;
  const failure = (typeof error === "object" && error !== null ? error : {}) as GrpcFailure;
  const text = firstLine(failure.details || failure.message || error);
  const unreachable = (isPassing: boolean, hint: string): GoogleUnreachableError =>
    new GoogleUnreachableError({ endpoint, problem: text.replace(/\.$/, ""), isPassing, hint, cause: toCause(error) });
  if (unproven.test(text)) {
    return unreachable(
      false,
      "Log in with `gcloud auth application-default login`, set GOOGLE_APPLICATION_CREDENTIALS, or name a block of type " +
        "gcp-credentials with `credentials`.",
    );
  }
  const body = bodyOf(failure);
  const status = failure.response?.status;
  const isAnswered = typeof status === "number" || (typeof failure.code === "number" && failure.code > 0);
  if (!isAnswered || (body === null && (absence.test(text) || untrusted.test(text)))) {
    const hint = "Check that it can be reached from here, also through a proxy (HTTPS_PROXY), and try again.";
    return unreachable(!absence.test(text) && !untrusted.test(text), hint);
  }
  const code = body === null ? grpcCode(Number(failure.code)) : codeOf(body, Number(status));
  if (body === null && (code === "DEADLINE_EXCEEDED" || drop.test(text))) {
    return unreachable(true, "Try again in a moment.");
  }
  const details = body === null ? failure.statusDetails : body.details;
  const info = detailWith(details, "reason");
  const refusal: GoogleRefusal = {
    operation,
    code,
    detail: body === null ? text : firstLine(body.message ?? text),
    reason: textOr(failure.reason ?? info?.["reason"]),
    retryAfterSeconds: retryDelay(details),
    cause: toCause(error),
  };
  return classify(
    refusal,
    (failure.errorInfoMetadata ?? info?.["metadata"] ?? {}) as Readonly<Record<string, unknown>>,
  );
}

function classify(refusal: GoogleRefusal, metadata: Readonly<Record<string, unknown>>): GoogleApiError {
  const isDisabled =
    refusal.reason === "SERVICE_DISABLED" || /has not been used in project|is disabled/.test(refusal.detail);
  if (refusal.code === "PERMISSION_DENIED" && isDisabled) {
    const service =
      textOr(metadata["service"]) ?? /\b([a-z]+\.googleapis\.com)\b/.exec(refusal.detail)?.[1] ?? "SERVICE";
    const consumer = textOr(metadata["consumer"])?.replace(/^projects\//, "");
    const project = consumer ?? /project ([\w-]+)/.exec(refusal.detail)?.[1] ?? "PROJECT";
    return new GoogleApiDisabledError({ ...refusal, service, project });
  }
  const isAccess = refusal.code === "PERMISSION_DENIED" || refusal.code === "UNAUTHENTICATED";
  return isAccess ? new GoogleAccessError(refusal) : new GoogleApiError(refusal);
}

/** The error of an answer over HTTP; `null` of any other. */
function bodyOf({ response }: GrpcFailure): HttpErrorBody | null {
  if (typeof response?.status !== "number") return null;
  const { data } = response;
  const parsed = typeof data === "string" ? parse(data) : data;
  const inner = (parsed as { readonly error?: unknown } | null | undefined)?.error;
  return typeof inner === "object" && inner !== null ? inner : {};
}

function codeOf({ status }: HttpErrorBody, httpStatus: number): string {
  return textOr(status) ?? httpCode(httpStatus);
}

/** The entry of a status's details that has a field. */
function detailWith(details: unknown, field: string): Readonly<Record<string, unknown>> | null {
  if (!Array.isArray(details)) return null;
  const found = details.find((detail: unknown) => typeof detail === "object" && detail !== null && field in detail);
  return (found as Readonly<Record<string, unknown>> | undefined) ?? null;
}

function retryDelay(details: unknown): number | null {
  const delay = detailWith(details, "retryDelay")?.["retryDelay"];
  if (typeof delay === "string") return Number.parseFloat(delay) || null;
  const { seconds = 0, nanos = 0 } = (delay ?? {}) as { readonly seconds?: unknown; readonly nanos?: unknown };
  const total = Number(String(seconds)) + Number(nanos) / 1e9;
  return total > 0 ? total : null;
}

/** Without the request, whose headers hold an access token. */
function toCause(error: unknown): Error {
  const { message, stack, code } = (error ?? {}) as { message?: unknown; stack?: unknown; code?: unknown };
  const cause = new Error(typeof message === "string" ? message : String(error));
  return Object.assign(cause, typeof stack === "string" ? { stack } : {}, code === undefined ? {} : { code });
}

function firstLine(value: unknown): string {
  return (
    String(value)
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? ""
  );
}

function textOr(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

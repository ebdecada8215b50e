import type { HttpAnswer } from "../http/http-exchange.ts";

// Texts and reasons: https://cloud.google.com/storage/docs/json_api/v1/status-codes

/** A refusal in Cloud Storage's own words. */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly status: number;
  readonly reason: string;
  /** The header that the refusal is about. */
  readonly location: string | null;

  constructor(status: number, reason: string, message: string, location: string | null = null) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.location = location;
  }
}

export function noSuchBucket(): StorageError {
  return new StorageError(404, "notFound", "The specified bucket does not exist.");
}

export function noSuchObject(bucket: string, object: string, generation: string | null): StorageError {
  const version = generation === null ? "" : `#${generation}`;
  return new StorageError(404, "notFound", `No such object: ${bucket}/${object}${version}`);
}

export function conditionNotMet(): StorageError {
  const message = "At least one of the pre-conditions you specified did not hold.";
  return new StorageError(412, "conditionNotMet", message, "If-Match");
}

export function invalid(message: string): StorageError {
  return new StorageError(400, "invalid", message);
}

/** As JSON; requests for an object's bytes are refused in plain text. */
export function toRefusal({ status, reason, message, location }: StorageError, isMedia: boolean): HttpAnswer {
  if (isMedia) return { status, headers: { "content-type": "text/html; charset=UTF-8" }, body: message };
  const where = location === null ? {} : { locationType: "header", location };
  const error = { code: status, message, errors: [{ message, domain: "global", reason, ...where }] };
  return { status, headers: { "content-type": "application/json; charset=UTF-8" }, body: { error } };
}

import { qualifiedName, type ResourceType } from "./resource-type.ts";

/** What is wrong with one field of an object. */
export interface FieldCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly FieldCause[];
  readonly retryAfterSeconds?: number;
}

/** A refusal, answered as a `Status` object. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | null;

  constructor({
    code,
    reason,
    message,
    details = null,
  }: {
    code: number;
    reason: string;
    message: string;
    details?: StatusDetails | null;
  }) {
    super(message);
    this.name = "StatusError";
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}

/** The body that a refusal is answered with. */
export function toStatus({ code, reason, message, details }: StatusError): object {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    ...(reason === "" ? {} : { reason }),
    ...(details === null ? {} : { details }),
    code,
  };
}

export function notFound(type: ResourceType, name: string): StatusError {
  return new StatusError({
    code: 404,
    reason: "NotFound",
    message: `${qualifiedName(type)} "${name}" not found`,
    details: detailsOf(type, name),
  });
}

export function noSuchPath(): StatusError {
  const message = "the server could not find the requested resource";
  return new StatusError({ code: 404, reason: "NotFound", message, details: {} });
}

export function alreadyExists(type: ResourceType, name: string): StatusError {
  return new StatusError({
    code: 409,
    reason: "AlreadyExists",
    message: `${qualifiedName(type)} "${name}" already exists`,
    details: detailsOf(type, name),
  });
}

export function conflict(type: ResourceType, name: string, problem: string): StatusError {
  return new StatusError({
    code: 409,
    reason: "Conflict",
    message: `Operation cannot be fulfilled on ${qualifiedName(type)} "${name}": ${problem}`,
    details: detailsOf(type, name),
  });
}

/** `problem` goes on: `is forbidden: <problem>`. */
export function forbidden(type: ResourceType, name: string, problem: string): StatusError {
  const named = name === "" ? "" : ` "${name}"`;
  return new StatusError({
    code: 403,
    reason: "Forbidden",
    message: `${qualifiedName(type)}${named} is forbidden: ${problem}`,
    details: { ...(name === "" ? {} : { name }), ...groupOf(type), kind: type.plural },
  });
}

/** A cause whose reason is one of the server's, as `spec.x: Required value`. */
export function invalid(type: ResourceType, name: string, causes: readonly FieldCause[]): StatusError {
  const texts = causes.map(({ field, message }) => `${field}: ${message}`);
  const listed = texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`;
  const subject = type.group === "" ? type.kind : `${type.kind}.${type.group}`;
  return new StatusError({
    code: 422,
    reason: "Invalid",
    message: `${subject} "${name}" is invalid: ${listed}`,
    details: { name, ...groupOf(type), kind: type.kind, causes },
  });
}

export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: "BadRequest", message });
}

export function expired(message: string): StatusError {
  return new StatusError({ code: 410, reason: "Expired", message });
}

function detailsOf(type: ResourceType, name: string): StatusDetails {
  return { name, ...groupOf(type), kind: type.plural };
}

function groupOf({ group }: ResourceType): { group?: string } {
  return group === "" ? {} : { group };
}

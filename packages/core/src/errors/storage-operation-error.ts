import { PrefectError } from "./prefect-error.ts";

/** A storage refused an operation, or could not finish it. The platform's own error is the cause. */
export class StorageOperationError extends PrefectError {
  /** The directory, bucket or container, as `Storage.describe()` names it. */
  readonly storage: string;
  readonly operation: StorageOperation;
  /** The key, or the prefix of a listing. */
  readonly key: string;
  readonly problem: StorageProblem;
  /** Who the storage took this process for, where that is known: a role, an access key, an account. */
  readonly principal: string | null;
  /** What to do about it. */
  readonly mend: string;

  constructor({
    storage,
    operation,
    key,
    problem = "failed",
    principal = null,
    mend,
    cause,
  }: StorageOperationErrorFields) {
    const as = principal === null ? "" : ` as ${principal}`;
    super(`Could not ${operation} "${key}" in ${storage}${as}: ${describeCause(cause)}. ${mend}`, { cause });
    this.storage = storage;
    this.operation = operation;
    this.key = key;
    this.problem = problem;
    this.principal = principal;
    this.mend = mend;
  }
}

export type StorageOperation = "read" | "write" | "look for" | "list" | "delete";

/**
 * What kind of thing went wrong. `unavailable` may pass by itself and is tried again; `missing` is the bucket or
 * container, not the object; `credentials` are absent, expired or wrong, `denied` they are not allowed what was asked.
 */
export type StorageProblem = "missing" | "credentials" | "denied" | "misconfigured" | "unavailable" | "failed";

export interface StorageOperationErrorFields {
  readonly storage: string;
  readonly operation: StorageOperation;
  readonly key: string;
  /** Default: `failed`. */
  readonly problem?: StorageProblem;
  readonly principal?: string | null;
  readonly mend: string;
  readonly cause: unknown;
}

function describeCause(cause: unknown): string {
  const what = typeof cause === "object" && cause !== null && "message" in cause ? cause.message : cause;
  return String(what).replace(/\.$/, "");
}

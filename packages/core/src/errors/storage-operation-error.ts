import { PrefectError } from "./prefect-error.ts";

/** A storage refused an operation, or could not finish it. The platform's own error is the cause. */
export class StorageOperationError extends PrefectError {
  readonly storage: string;
  readonly operation: StorageOperation;
  /** The key, or the prefix of a listing. */
  readonly key: string;
  /** What to do about it. */
  readonly mend: string;

  constructor({ storage, operation, key, mend, cause }: StorageOperationErrorFields) {
    const what = typeof cause === "object" && cause !== null && "message" in cause ? cause.message : cause;
    super(`Could not ${operation} "${key}" in ${storage}: ${String(what)}. ${mend}`, { cause });
    this.storage = storage;
    this.operation = operation;
    this.key = key;
    this.mend = mend;
  }
}

export type StorageOperation = "read" | "write" | "look for" | "list" | "delete";

export interface StorageOperationErrorFields {
  readonly storage: string;
  readonly operation: StorageOperation;
  readonly key: string;
  readonly mend: string;
  readonly cause: unknown;
}

import { StorageObjectNotFoundError } from "../errors/storage-object-not-found-error.ts";
import { StorageOperationError } from "../errors/storage-operation-error.ts";
import type { StorageOperation } from "../errors/storage-operation-error.ts";

const mends: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full: free space there, or choose a directory on another disk.",
  EDQUOT: "The disk quota is used up: free space there, or choose a directory on another disk.",
  EACCES: "Give this user read and write permission on the directory, or choose another.",
  EPERM: "Give this user read and write permission on the directory, or choose another.",
  EROFS: "The file system is read-only: choose a directory on another.",
  ENOTDIR: "Another object's key is the beginning of this one: choose keys that do not lie below one another.",
  EEXIST: "Another object's key is the beginning of this one: choose keys that do not lie below one another.",
  EISDIR: "This key is the beginning of another object's: choose keys that do not lie below one another.",
  EMFILE: "This process has too many files open: raise the limit with `ulimit -n`.",
  EXDEV: "The directory spans file systems: choose one that lies on a single file system.",
  ENOTSUP: "The file system has no hard links, which conditional writes need: choose a directory on another.",
};

/** Whether an error of Node's file system calls bears one of the codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(codeOf(error));
}

/** A file system's error as a storage's, with the mend that its code suggests. */
export function toStorageError(
  error: unknown,
  { storage, operation, key }: { storage: string; operation: StorageOperation; key: string },
): Error {
  if (operation === "read" && hasCode(error, "ENOENT", "ENOTDIR", "EISDIR")) {
    return new StorageObjectNotFoundError({ storage, key, cause: error });
  }
  const mend = mends[codeOf(error)] ?? "Check that the directory exists and that its disk works.";
  return new StorageOperationError({ storage, operation, key, mend, cause: error });
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

import { expect, test } from "@jest/globals";
import { toStorageError } from "./file-system-error.ts";

const place = { storage: "directory /data", operation: "write", key: "runs/1/input" } as const;

test.each([
  ["ENOSPC", "The disk is full"],
  ["EACCES", "Give this user read and write permission"],
  ["EROFS", "The file system is read-only"],
])("%s names the storage, the operation, the key and the mend", (code, mend) => {
  const cause = Object.assign(new Error(`${code}: refused`), { code });
  const error = toStorageError(cause, place);
  expect(error).toMatchObject({ name: "StorageOperationError", ...place, cause });
  expect(error.message).toContain(`Could not write "runs/1/input" in directory /data: ${code}: refused. ${mend}`);
});

test("reading what is not there is a missing object, whatever the file system calls it", () => {
  for (const code of ["ENOENT", "ENOTDIR", "EISDIR"]) {
    const cause = Object.assign(new Error(code), { code });
    expect(toStorageError(cause, { ...place, operation: "read" }).name).toBe("StorageObjectNotFoundError");
  }
});

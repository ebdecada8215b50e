import type { StorageReadOptions } from "../contracts/storage.ts";
import { InvalidStorageRangeError } from "../errors/invalid-storage-range-error.ts";

/** The bytes from `start` up to but without `end`; `end` may lie past the object's. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Throws `InvalidStorageRangeError` where offset or length is not a whole number from 0. */
export function toByteRange(range: StorageReadOptions["range"]): ByteRange {
  if (range === undefined) return { start: 0, end: Number.POSITIVE_INFINITY };
  const { offset, length } = range;
  if (!isByteCount(offset) || !isByteCount(length)) throw new InvalidStorageRangeError({ offset, length });
  return { start: offset, end: offset + length };
}

function isByteCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

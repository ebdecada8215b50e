import { PrefectError } from "./prefect-error.ts";

/** A range of bytes that cannot exist in any object. */
export class InvalidStorageRangeError extends PrefectError {
  readonly offset: number;
  readonly length: number;

  constructor({ offset, length }: { offset: number; length: number }) {
    super(`The range { offset: ${offset}, length: ${length} } is not valid: both are whole numbers of bytes, from 0.`);
    this.offset = offset;
    this.length = length;
  }
}

import { crc32 } from "node:zlib";
import { partBytes, partLayout } from "./part-layout.ts";

/** Follows the bytes of an object and says whether they are those that were written. */
export interface Crc32Check {
  update(chunk: Uint8Array): void;
  /** After the last byte: what was computed, in the form of what was expected. */
  digest(): string;
}

/**
 * For a checksum as S3 gives it: of all bytes, or with `-N` at its end of the checksums of N parts. `null` where it
 * cannot be verified: another program cut the object into parts.
 */
export function createCrc32Check(expected: string, layout: string | undefined): Crc32Check | null {
  if (!expected.includes("-")) return checkOfAll();
  return layout === partLayout ? checkOfParts() : null;
}

function checkOfAll(): Crc32Check {
  let value = 0;
  return {
    update: (chunk) => {
      value = crc32(chunk, value);
    },
    digest: () => toBytes(value).toString("base64"),
  };
}

function checkOfParts(): Crc32Check {
  let number = 1;
  let value = 0;
  let missing = partBytes(number);
  const parts: Buffer[] = [];
  return {
    update(chunk) {
      for (let rest = chunk; rest.length > 0;) {
        const taken = rest.subarray(0, missing);
        value = crc32(taken, value);
        missing -= taken.length;
        rest = rest.subarray(taken.length);
        if (missing > 0) continue;
        parts.push(toBytes(value));
        value = 0;
        missing = partBytes(++number);
      }
    },
    digest() {
      const all = missing === partBytes(number) ? parts : [...parts, toBytes(value)];
      return `${toBytes(crc32(Buffer.concat(all))).toString("base64")}-${all.length}`;
    },
  };
}

function toBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

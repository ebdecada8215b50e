import { crc32 } from "node:zlib";
import { expect, test } from "@jest/globals";
import { createCrc32Check } from "./crc32-check.ts";
import { partBytes, partLayout } from "./part-layout.ts";

function base64(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes.toString("base64");
}

function digest(expected: string, bytes: Buffer, chunkBytes: number): string | undefined {
  const check = createCrc32Check(expected, partLayout);
  for (let at = 0; at < bytes.length; at += chunkBytes) check?.update(bytes.subarray(at, at + chunkBytes));
  return check?.digest();
}

test("of an object in one piece, the checksum of its bytes is verified", () => {
  const bytes = Buffer.from("123456789");
  expect(digest("any", bytes, 2)).toBe(base64(0xcbf43926));
});

test.each([partBytes(1) * 2, partBytes(1) * 2 + 5])("of %d bytes in parts, that of the parts' checksums", (size) => {
  const bytes = Buffer.alloc(size, "parts");
  const checksums: Buffer[] = [];
  for (let at = 0; at < size; at += partBytes(1)) {
    checksums.push(Buffer.from(base64(crc32(bytes.subarray(at, at + partBytes(1)))), "base64"));
  }
  const expected = `${base64(crc32(Buffer.concat(checksums)))}-${checksums.length}`;
  expect(digest(expected, bytes, 1_000_003)).toBe(expected);
  bytes[size - 1] = 0;
  expect(digest(expected, bytes, 1_000_003)).not.toBe(expected);
});

test("an object that another program cut into parts cannot be verified", () => {
  expect(createCrc32Check("AAAAAA==-3", undefined)).toBeNull();
});

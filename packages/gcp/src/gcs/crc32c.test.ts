import { expect, test } from "@jest/globals";
import { crc32c, toCrc32cText } from "./crc32c.ts";

test("the checksum is that of RFC 3720, whole and in pieces of any length", () => {
  const bytes = Buffer.from("123456789");
  expect(crc32c(bytes) >>> 0).toBe(0xe3069283);
  for (let split = 0; split <= bytes.length; split++) {
    expect(crc32c(bytes.subarray(split), crc32c(bytes.subarray(0, split)))).toBe(crc32c(bytes));
  }
  expect(crc32c(Buffer.alloc(32)) >>> 0).toBe(0x8a9136aa);
});

test("its text is as Cloud Storage writes it", () => {
  expect(toCrc32cText(crc32c(Buffer.from("123456789")))).toBe("4waSgw==");
  expect(toCrc32cText(crc32c(new Uint8Array()))).toBe("AAAAAA==");
});

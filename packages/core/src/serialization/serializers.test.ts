import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import type { ResultSerializer } from "../contracts/flow.ts";
import type { Serializer } from "../contracts/serializer.ts";
import { ValueDecodeError } from "../errors/value-decode-error.ts";
import { encodeValue } from "./encode-value.ts";
import { toResultMetadata } from "./result-metadata.ts";
import { isSerializer, registerSerializer } from "./serializer-registry.ts";
import { decodeStoredValue, readStoredValue, toStoredValue } from "./stored-value.ts";

const reversed: Serializer = {
  type: "tests.reversed",
  encode: (value) => Uint8Array.from(Buffer.from(JSON.stringify(value)).toReversed()),
  decode: (bytes) => JSON.parse(Buffer.from(bytes.toReversed()).toString()),
};

function store(value: unknown, serializer: ResultSerializer) {
  const encoded = encodeValue(value, { rootName: "result", serializer });
  const metadata = toResultMetadata({ serializer: encoded.serializer, key: "k", blockDocumentId: null });
  return { metadata, stored: Buffer.concat(toStoredValue(encoded.chunks, metadata)) };
}

describe("a compressed result", () => {
  test("is base64 of gzip in lines of 76 characters, described so that Prefect reads it", () => {
    const value = { data: "x".repeat(1000), list: Array.from({ length: 200 }, (_, index) => index * 7919) };
    const { metadata, stored } = store(value, "compressed/json");
    expect(metadata.serializer).toMatchObject({
      type: "compressed",
      compressionlib: "gzip",
      serializer: { type: "json", object_decoder: null },
    });
    const lines = stored.toString().split("\n");
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.every((line) => line.length <= 76)).toBe(true);
    expect(gunzipSync(Buffer.from(lines.join(""), "base64")).toString()).toBe(JSON.stringify(value));
    expect(decodeStoredValue(stored, metadata)).toEqual(value);
  });

  test("carries what tagged JSON carries", async () => {
    const value = { at: new Date(0), weights: new Float64Array(1000).fill(0.5) };
    const { metadata, stored } = store(value, "compressed/tagged-json");
    expect(stored.byteLength).toBeLessThan(1000);
    expect(decodeStoredValue(stored, metadata)).toEqual(value);
    async function* chunks(): AsyncGenerator<Uint8Array, void> {
      yield stored.subarray(0, 10);
      yield stored.subarray(10);
    }
    expect((await readStoredValue(chunks(), stored.byteLength, metadata))()).toEqual(value);
  });

  test("refuses what JSON cannot say", () => {
    expect(() => store(new Date(0), "compressed/json")).toThrow(/tagged-json/);
  });

  test.each([
    ["lzma", "c29tZQ==", /"lzma"; this installation reads gzip and zlib/],
    ["gzip", "c29tZQ==", /incorrect header check/],
  ])("of Python that cannot be read says why: %s", (compressionlib, text, reason) => {
    const serializer = { type: "compressed", serializer: { type: "json" }, compressionlib };
    const read = () => decodeStoredValue(Buffer.from(text), { serializer });
    expect(read).toThrow(ValueDecodeError);
    expect(read).toThrow(reason);
  });
});

describe("a serializer of the program", () => {
  test("writes and reads results by its type", () => {
    registerSerializer(reversed);
    const { metadata, stored } = store({ a: 1 }, reversed);
    expect(metadata.serializer).toEqual({ type: "tests.reversed" });
    expect(stored.toString()).toBe('}1:"a"{');
    expect(decodeStoredValue(stored, metadata)).toEqual({ a: 1 });
  });

  test("that a process does not know is named", () => {
    const read = () => decodeStoredValue(Buffer.from("1"), { serializer: { type: "tests.unknown" } });
    expect(read).toThrow(/"tests.unknown", which this process does not know: .*registerSerializer/);
  });

  test("that returns no bytes is refused", () => {
    const serializer = { ...reversed, encode: () => "text" as unknown as Uint8Array };
    expect(() => store(1, serializer)).toThrow(/"tests.reversed" must return a Uint8Array/);
  });

  test("has a type that is not taken for one of Prefect's", () => {
    expect(isSerializer(reversed)).toBe(true);
    expect(isSerializer({ ...reversed, type: "pickle" })).toBe(false);
    expect(isSerializer({ type: "tests.none" })).toBe(false);
  });
});

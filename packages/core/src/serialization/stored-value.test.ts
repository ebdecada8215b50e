import { describe, expect, test } from "@jest/globals";
import type { ResultMetadata } from "../contracts/result-metadata.ts";
import { encodeValue } from "./encode-value.ts";
import { serializerMetadata } from "./serializer-metadata.ts";
import { decodeStoredValue, toStoredValue } from "./stored-value.ts";

function metadataOf(serializer: string): ResultMetadata {
  return {
    storage_key: "0123",
    expiration: null,
    serializer: serializerMetadata(serializer),
    prefect_version: "3.8.8",
    storage_block_id: null,
  };
}

function store(value: unknown): { readonly stored: Buffer; readonly metadata: ResultMetadata } {
  const { chunks, serializer } = encodeValue(value, { rootName: "result" });
  const metadata = metadataOf(serializer);
  return { stored: Buffer.concat(toStoredValue(chunks, metadata)), metadata };
}

describe("a result is stored", () => {
  test.each<[name: string, value: unknown]>([
    ["a number", 1],
    ["a list", [{ data: 1 }]],
    ["a field named data further down", { a: { data: 1 }, b: '"data":', c: ['{"result":1}'] }],
    ["a field whose name ends so", { 'x"data': 1, "my result": 2 }],
    ["a field named metadata", { metadata: { serializer: { type: "json" } } }],
  ])("as its JSON text: %s", (_name, value) => {
    const { stored, metadata } = store(value);
    expect(stored.toString()).toBe(JSON.stringify(value));
    expect(decodeStoredValue(stored, metadata)).toEqual(value);
  });

  test.each<[name: string, value: unknown]>([
    ["data", { data: [1, 2] }],
    ["result", { first: 'quote " and \\', text: "é\n", result: { data: 1 } }],
    ["both, like an envelope", { metadata: { serializer: { type: "json" } }, result: "1" }],
  ])("in Prefect's envelope where the root owns %s", (_name, value) => {
    const { stored, metadata } = store(value);
    expect(JSON.parse(stored.toString())).toEqual({ metadata, result: JSON.stringify(value) });
    expect(decodeStoredValue(stored, metadata)).toEqual(value);
  });

  test("as tagged JSON without an envelope", () => {
    const { stored, metadata } = store({ data: new Date(0) });
    expect(decodeStoredValue(stored, metadata)).toEqual({ data: new Date(0) });
  });
});

test("what a Python flow stored without an envelope is read as it is", () => {
  expect(decodeStoredValue(Buffer.from('{"result": {"a": 1}}'), metadataOf("json"))).toEqual({ result: { a: 1 } });
});

import { runInNewContext } from "node:vm";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { decodeValue } from "./decode-value.ts";
import { type EncodedValue, encodeThrown, encodeValue } from "./encode-value.ts";

function toBytes({ chunks }: EncodedValue): Buffer {
  return Buffer.concat(chunks);
}

function roundTrip<T>(value: T): T {
  const encoded = encodeValue(value, { rootName: "value" });
  return decodeValue(toBytes(encoded), encoded.serializer) as T;
}

class PaymentError extends Error {
  override readonly name = "PaymentError";
  readonly code: number;
  constructor(message: string, code: number, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const named = Object.assign([1, 2], { label: "pair" });

const values: readonly (readonly [name: string, value: unknown, serializer: "json" | "tagged-json"])[] = [
  ["null", null, "json"],
  ["text with every kind of character", 'a"\\\n\u2028\u{1f600}\ud800', "json"],
  ["rows", [{ id: 1, tags: ["a"], ok: true, none: null }], "json"],
  ["a field named $", { $: "Map", entries: [] }, "json"],
  ["an own __proto__ field", JSON.parse('{"__proto__":{"polluted":true},"a":1}'), "json"],
  ["undefined", undefined, "tagged-json"],
  ["undefined in objects and lists", { a: undefined, b: [undefined] }, "tagged-json"],
  ["NaN, -0 and infinities", [Number.NaN, -0, Infinity, -Infinity], "tagged-json"],
  ["a bigint", -(2n ** 200n), "tagged-json"],
  ["a registered symbol", Symbol.for("app.key"), "tagged-json"],
  ["a date", new Date(1234567890123), "tagged-json"],
  ["a regular expression", /a\/b/giu, "tagged-json"],
  ["a URL", new URL("https://example.com/a?b=c#d"), "tagged-json"],
  ["search parameters", new URLSearchParams("a=1&a=2"), "tagged-json"],
  ["a map with objects as keys", new Map<unknown, unknown>([[{ a: 1 }, new Map([["x", 1n]])]]), "tagged-json"],
  ["a set", new Set([1, "1", new Date(0)]), "tagged-json"],
  ["boxed primitives", [Object(1), Object("text"), Object(false), Object(1n), Object(-0)], "tagged-json"],
  ["a sparse array", [, 1, , undefined], "tagged-json"], // eslint-disable-line no-sparse-arrays
  ["an array with a name", named, "tagged-json"],
  ["an object without prototype", Object.assign(Object.create(null), { a: 1, $: 2 }), "tagged-json"],
  ["a field named $ beside a tag", { $: "Map", at: new Date(0) }, "tagged-json"],
  [
    "an own __proto__ field beside a tag",
    [JSON.parse('{"__proto__":{"a":1}}'), 1n, { ["__proto__"]: 2n }],
    "tagged-json",
  ],
  ["plain data that looks like a tagged document", { format: "tagged-json", version: 7, value: 1 }, "tagged-json"],
  ["an ArrayBuffer", new Uint8Array([1, 2, 3]).buffer, "tagged-json"],
  ["a DataView on a part of its memory", new DataView(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2), "tagged-json"],
  ["a Buffer", Buffer.from("héllo"), "tagged-json"],
  ["an empty typed array", new Int16Array(0), "tagged-json"],
  ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array].map(
    (type) => [type.name, new type([1, 2, 200]), "tagged-json"] as const,
  ),
  ["Float32Array", new Float32Array([1.5, -0, Number.NaN]), "tagged-json"],
  ["BigInt64Array", new BigInt64Array([-1n, 2n]), "tagged-json"],
  ["BigUint64Array", new BigUint64Array([1n]), "tagged-json"],
  ["a Float64Array beside the text", { large: new Float64Array(1000).fill(Math.PI), last: 1 }, "tagged-json"],
  ["several binary parts", [Buffer.alloc(5000, 1), Buffer.alloc(4096, 2), new Uint8Array(9999)], "tagged-json"],
];

describe("a value comes back equal", () => {
  test.each(values)("%s", (_name, value, serializer) => {
    const encoded = encodeValue(value, { rootName: "value" });
    const decoded = decodeValue(toBytes(encoded), encoded.serializer);
    expect(encoded.serializer).toBe(serializer);
    expect(encoded.byteLength).toBe(toBytes(encoded).byteLength);
    expect(isDeepStrictEqual(decoded, value)).toBe(true);
    expect(isDeepStrictEqual(decodeValue(toBytes(encoded), "tagged-json"), value)).toBe(true);
  });

  test("an invalid date", () => {
    expect(Object.is(roundTrip(new Date(Number.NaN)).getTime(), Number.NaN)).toBe(true);
  });

  test("plain JSON is stored as exactly its JSON text", () => {
    const value = { rows: [{ id: 1, $: "x" }], format: "csv" };
    expect(toBytes(encodeValue(value, { rootName: "result" })).toString()).toBe(JSON.stringify(value));
  });

  test("cycles and shared references keep their identity", () => {
    const shared = { id: 1 };
    const root: Record<string, unknown> = { list: [shared, shared], map: new Map(), set: new Set() };
    root["self"] = root;
    (root["map"] as Map<unknown, unknown>).set(root["map"], shared).set(shared, root);
    (root["set"] as Set<unknown>).add(root["set"]).add(shared);
    const error = new Error("cyclic") as Error & { root?: unknown };
    error.cause = error;
    error.root = root;
    root["error"] = error;

    const decoded = roundTrip(root) as typeof root & { list: object[]; map: Map<unknown, unknown>; set: Set<unknown> };

    const [first, second] = decoded.list;
    expect(second).toBe(first);
    expect(decoded["self"]).toBe(decoded);
    expect(decoded.map.get(decoded.map)).toBe(first);
    expect(decoded.map.get(first)).toBe(decoded);
    expect([...decoded.set]).toEqual([decoded.set, first]);
    expect((decoded["error"] as typeof error).cause).toBe(decoded["error"]);
    expect((decoded["error"] as typeof error).root).toBe(decoded);
  });

  test("values of another realm are what they would be here", () => {
    const foreign = runInNewContext(
      "({ list: [1, { a: 2 }], map: new Map([[1, new Date(0)]]), bytes: new Uint8Array([7]), error: new RangeError('x') })",
    );
    const decoded = roundTrip(foreign);
    expect(decoded.map).toEqual(new Map([[1, new Date(0)]]));
    expect(isDeepStrictEqual(decoded.list, [1, { a: 2 }])).toBe(true);
    expect(decoded.bytes).toEqual(new Uint8Array([7]));
    expect(decoded.error).toBeInstanceOf(RangeError);
  });

  test("large binary parts are encoded without a copy, and decoded into memory of their own", () => {
    const large = new Float64Array(100_000);
    const encoded = encodeValue({ large }, { rootName: "value" });
    expect(encoded.chunks.some((chunk) => chunk.buffer === large.buffer)).toBe(true);
    const decoded = decodeValue(toBytes(encoded), "tagged-json") as { large: Float64Array };
    expect(decoded.large.buffer.byteLength).toBe(large.byteLength);
  });
});

describe("an error comes back", () => {
  test("with its class, message, stack, cause and fields", () => {
    const original = Object.assign(new TypeError("bad", { cause: new RangeError("deep") }), {
      code: "E1",
      at: new Date(0),
    });
    const decoded = roundTrip(original);
    expect(decoded).toBeInstanceOf(TypeError);
    expect(decoded.stack).toBe(original.stack);
    expect(decoded.cause).toBeInstanceOf(RangeError);
    expect(decoded.message).toBe("bad");
    expect(Object.entries(decoded)).toEqual([
      ["code", "E1"],
      ["at", new Date(0)],
    ]);
  });

  test("as an AggregateError with its errors, and as an AbortError", () => {
    const aggregate = roundTrip(new AggregateError([new Error("one"), 2], "both"));
    expect(aggregate).toBeInstanceOf(AggregateError);
    expect(aggregate.errors).toEqual([new Error("one"), 2]);
    const aborted = roundTrip(new DOMException("stopped", "AbortError"));
    expect([aborted.name, aborted.message, aborted.code]).toEqual(["AbortError", "stopped", 20]);
  });

  test("of an unknown class as a RemoteError, with all it says, however often it is sent on", () => {
    const original = new PaymentError("declined", 402, { cause: new Error("card") });
    const decoded = roundTrip(roundTrip(original)) as Error & { className: string; code: number };
    expect(decoded.constructor.name).toBe("RemoteError");
    expect([decoded.className, decoded.name, decoded.message, decoded.code]).toEqual([
      "PaymentError",
      "PaymentError",
      "declined",
      402,
    ]);
    expect([decoded.stack, (decoded.cause as Error).message]).toEqual([original.stack, "card"]);
  });

  test("even where it holds what cannot be sent", () => {
    const thrown = Object.assign(new Error("request failed"), { status: 500, retry: function again() {} });
    Object.defineProperty(thrown, "body", {
      enumerable: true,
      get() {
        throw new Error("consumed");
      },
    });
    const decoded = decodeValue(toBytes(encodeThrown(thrown)), "tagged-json") as typeof thrown;
    expect([decoded.message, decoded.status]).toEqual(["request failed", 500]);
    expect(decoded.retry).toBe("[not sent: function again]");
    expect(decoded).toHaveProperty("body", "[not sent: reading it failed]");
    const plain = encodeThrown({ status: 500, retry: () => 1 });
    expect(decodeValue(toBytes(plain), plain.serializer)).toEqual({ status: 500, retry: "[not sent: function retry]" });
  });
});

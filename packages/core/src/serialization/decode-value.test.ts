import { describe, expect, test } from "@jest/globals";
import { ValueDecodeError } from "../errors/value-decode-error.ts";
import { decodeValue } from "./decode-value.ts";
import { encodeValue } from "./encode-value.ts";

function decodeText(text: string): unknown {
  return decodeValue(Buffer.from(text), "tagged-json");
}

function document(value: unknown, rest: object = {}): string {
  return JSON.stringify({ format: "tagged-json", version: 1, ...rest, value });
}

function nested(levels: number): string {
  return `{"format":"tagged-json","version":1,"value":${"[".repeat(levels)}${"]".repeat(levels)}}`;
}

describe("bytes that are no value are refused with the reason", () => {
  test.each<[name: string, text: string, reason: RegExp]>([
    ["no JSON", "not json", /cannot be read/],
    ["a later version", '{"format":"tagged-json","version":2,"value":1}', /version 2 .* reads version 1/],
    ["no value", '{"format":"tagged-json","version":1}', /no value/],
    ["an unknown tag", document({ $: "Exec", value: "1" }), /"Exec", which this installation does not know/],
    ["a tag that is a name of Object.prototype", document({ $: "constructor" }), /"constructor", which/],
    ["a tag that is no text", document({ $: 1 }), /"\$" .* must be text/],
    ["an unregistered class", document({ $: "instance", type: "app.X", version: 1, data: 1 }), /registerType\(\)/],
    ["a reference to nothing", document([{ $: "ref", to: 0 }]), /"to" .* must be a whole number/],
    ["a path to nothing", document([1], { shared: [["a", 0]] }), /refers to \["a",0\]/],
    ["a path into a prototype", document([1], { shared: [["constructor"]] }), /refers to \["constructor"\]/],
    ["a reference to itself", document({ $: "ref", to: 0 }, { shared: [[]] }), /contains itself/],
    ["a part that is missing", document({ $: "Buffer", part: 0 }), /"part" .* must be a whole number/],
    ["a part that is cut short", `${document({ $: "Buffer", part: 0 }, { parts: [9] })}\nabc`, /take 9 bytes, but 3/],
    [
      "a part that is used twice",
      `${document(
        [
          { $: "Buffer", part: 0 },
          { $: "Buffer", part: 0 },
        ],
        { parts: [1] },
      )}\na`,
      /twice/,
    ],
    ["a part of a wrong size", document({ $: "Float64Array", base64: "AAAA" }), /multiple of 8 bytes/],
    ["bytes that are no base64", document({ $: "Buffer", base64: "%%%" }), /must be base64/],
    ["a number that is none", document({ $: "number", value: "1e3" }), /must be NaN or/],
    ["a bigint that is an expression", document({ $: "bigint", value: "1+1" }), /decimal digits/],
    ["a map without pairs", document({ $: "Map", entries: [[1]] }), /list of pairs/],
    ["an array that is longer than arrays are", document({ $: "array", length: 2 ** 40, entries: [] }), /whole number/],
    [
      "an array whose length is an entry",
      document({ $: "array", length: 1, entries: [["length", 9]] }),
      /index or a name/,
    ],
    ["an invalid regular expression", document({ $: "RegExp", value: "(", flags: "" }), /regular expression/],
    ["an invalid URL", document({ $: "URL", value: "nowhere" }), /Invalid URL/],
    ["nesting that no encoder writes", nested(100_000), /more than 1000 levels/],
  ])("%s", (_name, text, reason) => {
    let thrown: unknown;
    try {
      decodeText(text);
    } catch (error) {
      thrown = error;
    }
    expect(ValueDecodeError.isInstance(thrown)).toBe(true);
    expect((thrown as Error).message).toMatch(reason);
  });

  test("what another serializer wrote", () => {
    expect(() => decodeValue(Buffer.from("gASV"), "pickle")).toThrow(/serializer "pickle".*result_serializer="json"/);
  });

  test("a value that lost its last byte", () => {
    const bytes = Buffer.concat(encodeValue([Buffer.alloc(5000)], { rootName: "value" }).chunks);
    expect(() => decodeValue(bytes.subarray(0, -1), "tagged-json")).toThrow(/cut short or altered/);
  });
});

test("no payload reaches a prototype", () => {
  const decoded = decodeText(
    document([
      { $: "object", entries: [["__proto__", { polluted: true }]] },
      { $: "Error", class: "Error", name: "Error", message: "", fields: [["__proto__", { polluted: true }]] },
      { $: "Error", class: "__proto__", name: "__proto__", message: "" },
      { $: "array", length: 0, entries: [["__proto__", { polluted: true }]] },
    ]),
  ) as object[];
  for (const value of decoded) expect((value as { polluted?: boolean }).polluted).toBeUndefined();
  expect(Object.getPrototypeOf(decoded[0])).toBe(Object.prototype);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("references may stand before what they refer to", () => {
  const decoded = decodeText(document({ a: { $: "ref", to: 0 }, b: { $: "Set", items: [1] } }, { shared: [["b"]] }));
  expect((decoded as { a: unknown; b: unknown }).a).toBe((decoded as { a: unknown; b: unknown }).b);
});

import { Socket } from "node:net";
import { describe, expect, test } from "@jest/globals";
import { ValueNotSerializableError } from "../errors/value-not-serializable-error.ts";
import { encodeValue, type EncodeOptions } from "./encode-value.ts";

function problemsOf(value: unknown, options: Partial<EncodeOptions> = {}): string[] {
  try {
    encodeValue(value, { rootName: "parameters", ...options });
  } catch (error) {
    if (ValueNotSerializableError.isInstance(error)) return error.parts.map(({ path, reason }) => `${path}: ${reason}`);
    throw error;
  }
  return [];
}

function chain(length: number): object {
  let node: object = { last: true };
  for (let index = 0; index < length; index++) node = { next: node };
  return node;
}

class Money {
  readonly cents = 1;
}
class Index extends Map<string, number> {}

describe("what cannot be sent is named by its path", () => {
  const advice = "register it with registerType(), or pass plain data";
  test.each<[name: string, value: unknown, problem: string]>([
    ["a socket", { db: { pool: new Socket() } }, `parameters.db.pool: Socket (a stream/socket): ${advice}`],
    ["a function", [0, { cb: function onDone() {} }], "parameters[1].cb: function onDone: functions cannot be sent"],
    ["a class", { type: Money }, "parameters.type: class Money: classes cannot be sent"],
    [
      "an instance",
      { "unit price": new Money() },
      `parameters["unit price"]: Money (an instance of a class): ${advice}`,
    ],
    ["an instance of a derived built-in", new Index(), `parameters: Index (an instance of a class): ${advice}`],
    ["a promise", { p: Promise.resolve(1) }, `parameters.p: Promise (not awaited?): ${advice}`],
    ["a generator", [(function* () {})()], `parameters[0]: object (an iterator): ${advice}`],
    ["a weak map", new WeakMap(), `parameters: WeakMap (an instance of a class): ${advice}`],
    ["a key of a map", new Map([[Money, 1]]), "parameters<key 0>: class Money: classes cannot be sent"],
    [
      "a value of a map",
      { m: new Map([["a", Money]]) },
      'parameters.m<value of "a">: class Money: classes cannot be sent',
    ],
    ["an item of a set", new Set([Money]), "parameters<item 0>: class Money: classes cannot be sent"],
    [
      "a field of an error",
      Object.assign(new Error("x"), { Money }),
      "parameters.Money: class Money: classes cannot be sent",
    ],
    [
      "a unique symbol",
      [Symbol("mine")],
      "parameters[0]: Symbol(mine): it has no identity outside this process, use Symbol.for()",
    ],
    ["symbols as keys", { [Symbol.for("a")]: 1 }, "parameters: an object with symbols as keys: use texts as keys"],
    [
      "shared memory",
      new Uint8Array(new SharedArrayBuffer(8)),
      "parameters: Uint8Array on shared memory: send a copy of it",
    ],
  ])("%s", (_name, value, problem) => {
    expect(problemsOf(value)).toEqual([problem]);
  });

  test("all of it at once, up to 20, in one message", () => {
    expect(problemsOf({ a: () => 1, b: [Money, 1], c: Symbol("x") })).toHaveLength(3);
    expect(problemsOf(Array.from({ length: 50 }, () => () => 1))).toHaveLength(20);
    expect(() => encodeValue([Money, Money], { rootName: "result" })).toThrow(
      /result\[0\]: class Money.*\n.*result\[1\]/,
    );
  });

  test("a field whose accessor throws", () => {
    const value = {
      get lazy(): never {
        throw new Error("not loaded");
      },
    };
    expect(problemsOf({ rows: [value] })).toEqual(["parameters.rows[0]: reading it failed: Error: not loaded"]);
  });

  test("memory that was transferred away", () => {
    const bytes = new Uint8Array(8);
    structuredClone(bytes, { transfer: [bytes.buffer] });
    expect(problemsOf({ bytes })).toEqual([
      expect.stringContaining("parameters.bytes: Uint8Array whose memory was transferred"),
    ]);
  });

  test("a list of 10,000 links is refused with a path that can be read", () => {
    expect(problemsOf(chain(900))).toEqual([]);
    const [problem] = problemsOf(chain(10_000));
    expect(problem).toMatch(/^parameters(\.next){20} \.\.\. (\.next){5}: nested more than 1000 levels deep/);
  });
});

describe("the json serializer", () => {
  test("refuses what JSON cannot say, and names the serializer that can", () => {
    expect(problemsOf({ at: new Date(0), ratio: Number.NaN }, { serializer: "json" })).toEqual([
      "parameters.at: Date: JSON cannot say it, use the serializer tagged-json",
      "parameters.ratio: NaN: JSON cannot say it, use the serializer tagged-json",
    ]);
  });

  test("repeats shared objects and refuses cycles", () => {
    const shared = { a: 1 };
    const encoded = encodeValue({ one: shared, two: shared }, { rootName: "result", serializer: "json" });
    expect(Buffer.concat(encoded.chunks).toString()).toBe('{"one":{"a":1},"two":{"a":1}}');
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(problemsOf({ cycle }, { serializer: "json" })).toEqual([
      "parameters.cycle[0]: a cycle, back to parameters.cycle: JSON cannot say it, use the serializer tagged-json",
    ]);
  });
});

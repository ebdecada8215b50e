import { describe, expect, test } from "@jest/globals";
import type { EncodeSymbol } from "../contracts/encodable.ts";
import { decodeValue } from "./decode-value.ts";
import { encodeValue } from "./encode-value.ts";
import { encode, registerType } from "./register-type.ts";

interface MoneyData {
  readonly cents: bigint;
  readonly currency: string;
}

class Money {
  readonly #cents: bigint;
  readonly currency: string;

  private constructor(cents: bigint, currency: string) {
    this.#cents = cents;
    this.currency = currency;
  }

  static of(cents: bigint, currency: string): Money {
    return new Money(cents, currency);
  }

  get cents(): bigint {
    return this.#cents;
  }

  [encode](): MoneyData {
    return { cents: this.#cents, currency: this.currency };
  }

  static {
    registerType(this, {
      name: "test.Money",
      version: 2,
      decode: ({ cents, currency }, version) => new Money(cents, version < 2 ? "EUR" : currency),
    });
  }
}

class QuotaError extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`quota of ${limit} exceeded`);
    this.limit = limit;
  }
  [encode](): number {
    return this.limit;
  }
  static {
    registerType(this, { name: "test.QuotaError", decode: (limit) => new QuotaError(limit) });
  }
}

class Node {
  readonly content: { owner?: Node } = {};
  [encode](): object {
    return this.content;
  }
  static {
    registerType(this, { name: "test.Node", decode: () => new Node() });
  }
}

function roundTrip<T>(value: T): T {
  const { chunks, serializer } = encodeValue(value, { rootName: "value" });
  return decodeValue(Buffer.concat(chunks), serializer) as T;
}

/** As a module gives it that is evaluated again each time. */
function loadPoint(): new (x: number) => { x: number } & { [K in EncodeSymbol]: () => number } {
  return class Point {
    x: number;
    constructor(x: number) {
      this.x = x;
    }
    [encode](): number {
      return this.x;
    }
  };
}

describe("instances of registered classes", () => {
  test("come back as instances, wherever they stand", () => {
    const price = Money.of(150n, "USD");
    const { list, map } = roundTrip({ list: [price, price], map: new Map([["price", Money.of(2n, "CHF")]]) });
    expect(list[0]).toBeInstanceOf(Money);
    expect([list[0]?.cents, list[0]?.currency]).toEqual([150n, "USD"]);
    expect(list[1]).toBe(list[0]);
    expect(map.get("price")?.cents).toBe(2n);
  });

  test("are decoded knowing the version that wrote them", () => {
    const stored = {
      format: "tagged-json",
      version: 1,
      value: { $: "instance", type: "test.Money", version: 1, data: { cents: { $: "bigint", value: "7" } } },
    };
    expect((decodeValue(Buffer.from(JSON.stringify(stored)), "tagged-json") as Money).currency).toBe("EUR");
  });

  test("that are errors keep the stack of the place where they were made", () => {
    const original = new QuotaError(3);
    const decoded = roundTrip(original);
    expect(decoded).toBeInstanceOf(QuotaError);
    expect([decoded.limit, decoded.message, decoded.stack]).toEqual([3, original.message, original.stack]);
  });

  test("cannot contain themselves", () => {
    const node = new Node();
    node.content.owner = node;
    expect(() => encodeValue({ node }, { rootName: "value" })).toThrow(
      "value.node<test.Node>.owner: refers back to value.node, whose [encode]() must return data without itself",
    );
  });

  test("of a class that was loaded again are those of the last one loaded", () => {
    const Before = loadPoint();
    registerType(Before, { name: "test.Point", decode: (x) => new Before(x) });
    const After = loadPoint();
    registerType(After, { name: "test.Point", decode: (x) => new After(x) });
    expect(roundTrip(new Before(1))).toBeInstanceOf(After);
    expect(roundTrip(new After(2)).x).toBe(2);
  });

  test("a failing decode function is named", () => {
    class Fragile {
      [encode](): null {
        return null;
      }
    }
    registerType(Fragile, {
      name: "test.Fragile",
      decode() {
        throw new Error("broken");
      },
    });
    expect(() => roundTrip(new Fragile())).toThrow(/decode function of "test.Fragile" failed: Error: broken/);
  });
});

describe("a registration is refused", () => {
  class Other {
    [encode](): null {
      return null;
    }
  }
  const decode = (): never => {
    throw new Error("not called");
  };

  test("under the name of another class, and under a second name", () => {
    expect(() => registerType(Other, { name: "test.Money", decode })).toThrow(
      /Other .* "test.Money", because another class/,
    );
    expect(() => registerType(Money, { name: "test.Cash", decode })).toThrow(/because it is "test.Money" already/);
  });

  test("without an [encode]() method, a name or a fitting version", () => {
    class Bare {
      readonly cents = 1;
    }
    expect(() => registerType(Bare as never, { name: "test.Bare", decode })).toThrow(
      /Bare has no \[encode\]\(\) method/,
    );
    expect(() => registerType(Other, { name: "", decode })).toThrow(/needs a name/);
    expect(() => registerType(Other, { name: "test.Other", version: 0, decode })).toThrow(/whole number from 1/);
  });
});

import { isBoxedPrimitive } from "node:util/types";
import { describeUnsendable } from "./describe-unsendable.ts";
import { maximumBigIntDigits } from "./limits.ts";
import { childPosition, type Position } from "./position.ts";
import { fieldError, textField } from "./tag-field.ts";
import type { Encoder, Tag, TypeFamily } from "./tag.ts";

const numbers: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);

/** What JSON cannot say of numbers, and the primitive types that it has no word for. */
export function encodePrimitive(value: unknown, at: Position, encoder: Encoder): unknown {
  switch (typeof value) {
    case "number":
      return { $: "number", value: Object.is(value, -0) ? "-0" : String(value) };
    case "undefined":
      return { $: "undefined" };
    case "bigint":
      return encodeBigInt(value, at, encoder);
    case "symbol": {
      const key = Symbol.keyFor(value);
      return key === undefined ? encoder.refuse(describeUnsendable(value), at) : { $: "symbol", value: key };
    }
    default:
      return encoder.refuse(describeUnsendable(value), at);
  }
}

function encodeBigInt(value: bigint, at: Position, encoder: Encoder): unknown {
  const text = String(value);
  if (text.length <= maximumBigIntDigits) return { $: "bigint", value: text };
  return encoder.refuse(`bigint: it has more than ${maximumBigIntDigits} digits`, at);
}

function decodeBigInt(tag: Tag): bigint {
  const text = textField(tag, "value");
  if (text.length > maximumBigIntDigits || !/^-?\d+$/.test(text)) throw fieldError(tag, "value", "decimal digits");
  return BigInt(text);
}

function decodeNumber(tag: Tag): number {
  const value = numbers.get(textField(tag, "value"));
  if (value === undefined) throw fieldError(tag, "value", [...numbers.keys()].join(" or "));
  return value;
}

/** Primitives, and the objects that `new Number(1)` and `Object("text")` make of them. */
export const primitives: TypeFamily = {
  encode(value, at, encoder) {
    if (!isBoxedPrimitive(value)) return undefined;
    return { $: "boxed", value: encoder.encode(value.valueOf(), childPosition(at, "value", "")) };
  },
  decoders: {
    undefined: () => undefined,
    number: decodeNumber,
    bigint: decodeBigInt,
    symbol: (tag) => Symbol.for(textField(tag, "value")),
    boxed(tag, decoder) {
      const value = decoder.decode(tag["value"]);
      if (value === undefined || value === null || typeof value === "object") {
        throw fieldError(tag, "value", "a primitive");
      }
      return Object(value);
    },
  },
};

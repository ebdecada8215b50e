import { isPlainArray, isPlainObject, setOwn } from "./plain-data.ts";
import { childPosition, propertyLabel, type Key, type Position } from "./position.ts";
import { fieldError, indexField, pairsField } from "./tag-field.ts";
import type { Decoder, Encoder, Tag, TypeFamily } from "./tag.ts";

const maximumArrayLength = 2 ** 32 - 1;

function encodeEntries(value: object, at: Position, encoder: Encoder): unknown[] {
  return Object.keys(value).map((name, index) => {
    const key = Array.isArray(value) ? arrayKey(name) : name;
    const position = childPosition(at, ["entries", index, 1], propertyLabel(key));
    return [key, encoder.encodeField(value, name, position)];
  });
}

/** An index as a number, so that it can be told from a property of the same digits. */
function arrayKey(name: string): Key {
  const index = Number(name);
  return String(index) === name && Number.isInteger(index) && index >= 0 && index < maximumArrayLength ? index : name;
}

function decodeObject(tag: Tag, object: object, decoder: Decoder): object {
  decoder.begin(tag, object);
  for (const [key, value] of pairsField(tag, "entries")) {
    if (typeof key !== "string") throw fieldError(tag, "entries", "pairs of a key and a value");
    setOwn(object, key, decoder.decode(value));
  }
  return object;
}

function decodeArray(tag: Tag, decoder: Decoder): unknown[] {
  const length = indexField(tag, "length", maximumArrayLength);
  const array = decoder.begin(tag, [] as unknown[]);
  array.length = length;
  for (const [key, value] of pairsField(tag, "entries")) {
    const isIndex = typeof key === "number" && Number.isInteger(key) && key >= 0 && key < length;
    if (!isIndex && (typeof key !== "string" || key === "length" || typeof arrayKey(key) === "number")) {
      throw fieldError(tag, "entries", "pairs of an index or a name, and a value");
    }
    setOwn(array, String(key), decoder.decode(value));
  }
  return array;
}

/**
 * Objects and arrays that JSON would take for others: objects without prototype, or with a field `$` or a hidden
 * `toJSON`; arrays with holes or with named properties.
 */
export const irregularObjects: TypeFamily = {
  encode(value, at, encoder) {
    if (isPlainArray(value)) return { $: "array", length: value.length, entries: encodeEntries(value, at, encoder) };
    if (Object.getPrototypeOf(value) === null) return { $: "null-object", entries: encodeEntries(value, at, encoder) };
    if (isPlainObject(value)) return { $: "object", entries: encodeEntries(value, at, encoder) };
    return undefined;
  },
  decoders: {
    object: (tag, decoder) => decodeObject(tag, {}, decoder),
    "null-object": (tag, decoder) => decodeObject(tag, Object.create(null) as object, decoder),
    array: decodeArray,
  },
};

import { isMap, isSet } from "node:util/types";
import { classNameOf } from "./class-name.ts";
import { childPosition, type Position } from "./position.ts";
import { listField, pairsField } from "./tag-field.ts";
import type { Encoder, Tag, TypeFamily } from "./tag.ts";

function encodeMap(map: ReadonlyMap<unknown, unknown>, at: Position, encoder: Encoder): Tag {
  const entries = Array.from(map, ([key, value], index) => [
    encoder.encode(key, childPosition(at, ["entries", index, 0], `<key ${index}>`)),
    encoder.encode(value, childPosition(at, ["entries", index, 1], valueLabel(key, index))),
  ]);
  return { $: "Map", entries };
}

function valueLabel(key: unknown, index: number): string {
  return typeof key === "string" ? `<value of ${JSON.stringify(key)}>` : `<value of key ${index}>`;
}

function encodeSet(set: ReadonlySet<unknown>, at: Position, encoder: Encoder): Tag {
  const items = Array.from(set, (item, index) =>
    encoder.encode(item, childPosition(at, ["items", index], `<item ${index}>`)),
  );
  return { $: "Set", items };
}

export const collections: TypeFamily = {
  encode(value, at, encoder) {
    if (isMap(value) && classNameOf(value) === "Map") return encodeMap(value, at, encoder);
    if (isSet(value) && classNameOf(value) === "Set") return encodeSet(value, at, encoder);
    return undefined;
  },
  decoders: {
    Map(tag, decoder) {
      const map = decoder.begin(tag, new Map<unknown, unknown>());
      for (const [key, value] of pairsField(tag, "entries")) map.set(decoder.decode(key), decoder.decode(value));
      return map;
    },
    Set(tag, decoder) {
      const set = decoder.begin(tag, new Set<unknown>());
      for (const item of listField(tag, "items")) set.add(decoder.decode(item));
      return set;
    },
  },
};

import { isDate, isRegExp } from "node:util/types";
import { ValueDecodeError } from "../errors/value-decode-error.ts";
import { brandOf, classNameOf } from "./class-name.ts";
import { textField } from "./tag-field.ts";
import type { Tag, TypeFamily } from "./tag.ts";

interface TemporalClass {
  from(text: string): unknown;
}

const temporalNames = [
  "Instant",
  "PlainDate",
  "PlainTime",
  "PlainDateTime",
  "PlainYearMonth",
  "PlainMonthDay",
  "ZonedDateTime",
  "Duration",
] as const;

const temporalTags: ReadonlySet<string> = new Set(temporalNames.map((name) => `Temporal.${name}`));

function decodeTemporal(tag: Tag): unknown {
  const { Temporal } = globalThis as { Temporal?: Readonly<Record<string, TemporalClass>> };
  const temporalClass = Temporal?.[tag.$.slice("Temporal.".length)];
  if (temporalClass === undefined) {
    throw new ValueDecodeError({ reason: `it holds a ${tag.$}, which Node.js ${process.version} does not have` });
  }
  return temporalClass.from(textField(tag, "value"));
}

function decodeDate(tag: Tag): Date {
  return new Date(tag["value"] === null ? Number.NaN : textField(tag, "value"));
}

function encodeDate(value: Date): Tag {
  const time = Date.prototype.getTime.call(value);
  return { $: "Date", value: Number.isNaN(time) ? null : new Date(time).toISOString() };
}

/** Objects that a line of text says completely. */
export const textTypes: TypeFamily = {
  encode(value) {
    const className = classNameOf(value);
    if (className === "Date" && isDate(value)) return encodeDate(value);
    if (className === "RegExp" && isRegExp(value)) return { $: "RegExp", value: value.source, flags: value.flags };
    const brand = brandOf(value);
    if (brand === "URL" && className === brand) return { $: brand, value: (value as URL).href };
    if (brand === "URLSearchParams" && className === brand) return { $: brand, value: String(value) };
    if (temporalTags.has(brand) && brand === `Temporal.${className}`) return { $: brand, value: String(value) };
    return undefined;
  },
  decoders: {
    Date: decodeDate,
    RegExp: (tag) => new RegExp(textField(tag, "value"), textField(tag, "flags")),
    URL: (tag) => new URL(textField(tag, "value")),
    URLSearchParams: (tag) => new URLSearchParams(textField(tag, "value")),
    ...Object.fromEntries([...temporalTags].map((name) => [name, decodeTemporal])),
  },
};

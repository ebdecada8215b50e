import { ValueDecodeError } from "../errors/value-decode-error.ts";
import type { Tag } from "./tag.ts";

/** A field that must be text. */
export function textField(tag: Tag, field: string): string {
  const value = tag[field];
  if (typeof value !== "string") throw fieldError(tag, field, "text");
  return value;
}

export function optionalTextField(tag: Tag, field: string): string | undefined {
  return tag[field] === undefined ? undefined : textField(tag, field);
}

/** A field that must be a list. */
export function listField(tag: Tag, field: string): readonly unknown[] {
  const value = tag[field];
  if (!Array.isArray(value)) throw fieldError(tag, field, "a list");
  return value;
}

/** A field that must be a list of pairs. */
export function pairsField(tag: Tag, field: string): readonly (readonly [unknown, unknown])[] {
  const list = listField(tag, field);
  if (!list.every((pair) => Array.isArray(pair) && pair.length === 2)) throw fieldError(tag, field, "a list of pairs");
  return list as readonly (readonly [unknown, unknown])[];
}

/** A field that must be a whole number from 0 to `maximum`. */
export function indexField(tag: Tag, field: string, maximum: number): number {
  const value = tag[field];
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > maximum) {
    throw fieldError(tag, field, `a whole number from 0 to ${maximum}`);
  }
  return value;
}

export function fieldError(tag: Tag, field: string, expected: string): ValueDecodeError {
  return new ValueDecodeError({ reason: `the field "${field}" of a tag "${tag.$}" must be ${expected}` });
}

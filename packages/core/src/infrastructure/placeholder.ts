import type { Json } from "../contracts/json.ts";

/** `{{ name }}` in a template; its name's beginning tells where the value comes from. */
export interface Placeholder {
  /** As it stands in the text, braces included. */
  readonly text: string;
  readonly name: string;
  readonly kind: "job-variable" | "block" | "variable" | "environment";
}

export const blockPrefix = "prefect.blocks.";
export const variablePrefix = "prefect.variables.";

const pattern = /\{\{\s*([\p{L}\p{N}_.\-[\]$]+)\s*\}\}/gu;

/** Every placeholder in the texts of a template, at any depth, in order. */
export function findPlaceholders(template: Json | undefined): readonly Placeholder[] {
  if (typeof template === "string") return [...template.matchAll(pattern)].map(toPlaceholder);
  if (typeof template !== "object" || template === null) return [];
  return Object.values(template).flatMap((value: Json | undefined) => findPlaceholders(value));
}

/** The placeholder that a text consists of, else `null`. */
export function wholePlaceholder(text: string): Placeholder | null {
  const [first] = findPlaceholders(text);
  return first?.text === text ? first : null;
}

/** Replaces each placeholder once; what is put in is not searched again. `null` leaves one as it is. */
export function replacePlaceholders(text: string, replace: (placeholder: Placeholder) => string | null): string {
  return text.replace(pattern, (match, name: string) => replace(toPlaceholder([match, name])) ?? match);
}

/** A value inside a longer text, written as Prefect's Python workers write it; objects and lists as JSON. */
export function toInlineText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function toPlaceholder([text = "", name = ""]: readonly (string | undefined)[]): Placeholder {
  return { text, name, kind: kindOf(name) };
}

function kindOf(name: string): Placeholder["kind"] {
  if (name.startsWith(blockPrefix)) return "block";
  if (name.startsWith(variablePrefix)) return "variable";
  return name.startsWith("$") ? "environment" : "job-variable";
}

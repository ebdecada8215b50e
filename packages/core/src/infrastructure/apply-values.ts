import type { Json, JsonObject } from "../contracts/json.ts";
import { valueAtPath } from "./json-object.ts";
import { replacePlaceholders, toInlineText, wholePlaceholder } from "./placeholder.ts";

export interface TemplateValues {
  readonly values: JsonObject;
  /** For `{{ $NAME }}`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Fills a template. A text that is one placeholder becomes its value, whatever the type; without a value its key, or
 * its list item, is left out (`undefined` at the root). Inside a longer text a missing value is empty. Block and
 * variable placeholders stay, and values are not searched for placeholders.
 */
export function applyValues(template: Json, source: TemplateValues): Json | undefined {
  if (typeof template === "string") return applyToText(template, source);
  if (typeof template !== "object" || template === null) return template;
  if (isList(template)) return template.map((item) => applyValues(item, source)).filter((item) => item !== undefined);
  const entries = Object.entries(template).map(
    ([key, value]) => [key, value === undefined ? value : applyValues(value, source)] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function applyToText(text: string, { values, environment }: TemplateValues): Json | undefined {
  const whole = wholePlaceholder(text);
  if (whole?.kind === "job-variable") return valueAtPath(values, whole.name);
  return replacePlaceholders(text, ({ name, kind }) => {
    if (kind === "job-variable") return toInlineText(valueAtPath(values, name));
    return kind === "environment" ? (environment[name.replace(/^\$+/, "")] ?? "") : null;
  });
}

function isList(template: readonly Json[] | JsonObject): template is readonly Json[] {
  return Array.isArray(template);
}

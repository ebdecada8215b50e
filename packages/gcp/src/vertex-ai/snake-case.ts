import { isJsonObject, type Json, type JsonObject } from "prefect-core/provider";

/** Names of fields as the API writes them in JSON, where a template has them as Python does; at every depth. Pure. */
export function camelized(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [toCamelCase(name), camelizedValue(child)]));
}

function camelizedValue(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => camelizedValue(item) ?? null);
  return isJsonObject(value) ? camelized(value) : value;
}

function toCamelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

import type { Json, JsonObject } from "prefect-core/provider";

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at a key, or an empty one. */
export function objectAt(value: Json | undefined, key: string): JsonObject {
  const child = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(child) ? child : {};
}

/** The objects of the list at a key, or none. */
export function objectsAt(value: Json | undefined, key: string): readonly JsonObject[] {
  const child = isJsonObject(value) ? value[key] : undefined;
  return Array.isArray(child) ? child.filter(isJsonObject) : [];
}

/** The text at a key; `null` where there is none. */
export function textAt(value: Json | undefined, key: string): string | null {
  const child = isJsonObject(value) ? value[key] : undefined;
  return typeof child === "string" && child !== "" ? child : null;
}

/** Without what a template left open: `null`, and what is empty. */
export function withoutEmpty(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, child]) => !isEmpty(child)));
}

export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

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

/** Without what is an empty object, at any depth of objects, as an unfilled template leaves them. */
export function withoutEmptyObjects(value: JsonObject): JsonObject {
  const entries = Object.entries(value).flatMap(([key, child]): [string, Json | undefined][] => {
    if (!isJsonObject(child)) return [[key, child]];
    const kept = withoutEmptyObjects(child);
    return Object.keys(kept).length === 0 ? [] : [[key, kept]];
  });
  return Object.fromEntries(entries);
}

import type { Json, JsonObject } from "../contracts/json.ts";

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Merges objects into objects, key by key at every depth; anything else in `over` replaces what `under` has. */
export function mergeDeep(under: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(under, key) ? under[key] : undefined;
    merged[key] = isJsonObject(below) && isJsonObject(value) ? mergeDeep(below, value) : value;
  }
  return merged;
}

/** The value at a path such as `job.containers[0].name` or `list.0`; `undefined` where there is none. */
export function valueAtPath(root: Json | undefined, path: string): Json | undefined {
  let value = root;
  for (const key of path.replaceAll("[", ".").replaceAll("]", "").split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Array.isArray(value) ? (value as readonly Json[])[Number(key)] : (value as JsonObject)[key];
  }
  return value;
}

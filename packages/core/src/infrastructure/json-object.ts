import { isJsonObject, type Json, type JsonObject } from "../contracts/json.ts";

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

/** Without what is an empty object, at any depth of objects, as an unfilled template leaves them. */
export function withoutEmptyObjects(value: JsonObject): JsonObject {
  const entries = Object.entries(value).flatMap(([key, child]): [string, Json | undefined][] => {
    if (!isJsonObject(child)) return [[key, child]];
    const kept = withoutEmptyObjects(child);
    return Object.keys(kept).length === 0 ? [] : [[key, kept]];
  });
  return Object.fromEntries(entries);
}

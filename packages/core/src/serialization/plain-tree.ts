import { maximumDepth } from "./limits.ts";
import { createMetObjects, type MetObjects } from "./met-objects.ts";
import { isJsonPrimitive, isPlainArray, isPlainObject, isRegularArray } from "./plain-data.ts";

/**
 * Whether JSON says a value exactly: plain data in which every object stands in one place. Asking this first keeps rows
 * of plain data near the cost of `JSON.stringify`; positions, which only messages and references need, are left to the
 * walk that follows where the answer is no.
 */
export function isPlainTree(root: unknown): boolean {
  return isJsonPrimitive(root) || isPlainNode(root, 0, createMetObjects());
}

/** Asks whether an object was met after its content: a cycle ends by the limit of depth. */
function isPlainNode(value: unknown, depth: number, met: MetObjects): boolean {
  if (typeof value !== "object" || value === null || depth > maximumDepth) return false;
  return isPlainArray(value) ? isPlainList(value, depth, met) : isPlainRecord(value, depth, met);
}

function isPlainList(array: readonly unknown[], depth: number, met: MetObjects): boolean {
  if (!isRegularArray(array) || hasToJson(array)) return false;
  let content: unknown = array.length;
  for (const item of array) {
    if (isJsonPrimitive(item)) content = item;
    else if (!isPlainNode(item, depth + 1, met)) return false;
  }
  return !met.meet(array, content);
}

function isPlainRecord(object: object, depth: number, met: MetObjects): boolean {
  if (!isPlainObject(object) || hasToJson(object) || Object.getOwnPropertySymbols(object).length > 0) return false;
  let content: unknown = undefined;
  // Unlike `Object.keys`, this makes no list for every row. What it finds on a prototype too, is looked at for nothing.
  for (const key in object) {
    if (key === "$") return false;
    const item = object[key];
    if (!isJsonPrimitive(item)) {
      if (!isPlainNode(item, depth + 1, met)) return false;
    } else {
      content ??= item;
    }
  }
  return !met.meet(object, content);
}

function hasToJson(value: object): boolean {
  return typeof (value as { readonly toJSON?: unknown }).toJSON === "function";
}

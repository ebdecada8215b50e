import type { Json, JsonObject } from "../contracts/json.ts";
import type { NamedParameters } from "../contracts/flow.ts";
import { brandOf, classNameOf } from "./class-name.ts";
import { maximumViewBytes } from "./limits.ts";
import { isJsonPrimitive, isPlainArray, isPlainObject, setOwn } from "./plain-data.ts";
import { registeredTypeOf } from "./type-registry.ts";

/** Levels that a view shows. */
const maximumViewDepth = 32;

/** A view that is being made, and what of its size is left. */
interface View {
  remainingBytes: number;
  readonly ancestors: Set<object>;
}

interface ParameterView {
  readonly name: string;
  readonly json: Json;
  readonly bytes: number;
}

/**
 * The parameters of a run as the API and its pages show them: what JSON can say as it is, anything else as
 * `{"$": "Map"}`, at most 64 KB in all. The largest parameters give way to a mark of their type and size. It is for
 * reading only: the run itself is given the encoded input.
 */
export function toJsonView(parameters: NamedParameters): JsonObject {
  const views = Object.entries(parameters).map(([name, value]) => viewParameter(name, value));
  let total = views.reduce((sum, view) => sum + view.bytes, 2);
  for (const view of views.toSorted((one, other) => other.bytes - one.bytes)) {
    if (total <= maximumViewBytes) break;
    const mark = toView(view.name, sizeMark(parameters[view.name]));
    if (mark.bytes >= view.bytes) continue;
    total += mark.bytes - view.bytes;
    views[views.indexOf(view)] = mark;
  }
  if (total > maximumViewBytes) return { $: "object", fields: views.length };
  const result: Record<string, Json> = {};
  for (const { name, json } of views) setOwn(result, name, json);
  return result;
}

function viewParameter(name: string, value: unknown): ParameterView {
  const view: View = { remainingBytes: maximumViewBytes, ancestors: new Set() };
  const json = viewValue(value, view);
  return toView(name, view.remainingBytes < 0 ? sizeMark(value) : json);
}

function toView(name: string, json: Json): ParameterView {
  // The name, the colon and a comma count too.
  return { name, json, bytes: Buffer.byteLength(JSON.stringify(name) + JSON.stringify(json)) + 2 };
}

/** Stops early, with a value of no use, once the view is too large. */
function viewValue(value: unknown, view: View): Json {
  view.remainingBytes -= typeof value === "string" ? value.length + 2 : 2;
  if (view.remainingBytes < 0) return null;
  if (isJsonPrimitive(value)) return value as Json;
  if (typeof value !== "object" || value === null) return typeMark(value);
  if (view.ancestors.has(value) || view.ancestors.size >= maximumViewDepth) return typeMark(value);
  if (!isPlainArray(value) && !isPlainObject(value)) return typeMark(value);
  view.ancestors.add(value);
  const json = Array.isArray(value) ? viewArray(value, view) : viewObject(value, view);
  view.ancestors.delete(value);
  return json;
}

function viewArray(array: readonly unknown[], view: View): Json {
  const items: Json[] = [];
  for (let index = 0; index < array.length && view.remainingBytes >= 0; index++) {
    items.push(viewValue(array[index], view));
  }
  return items;
}

function viewObject(object: Readonly<Record<string, unknown>>, view: View): Json {
  const fields: Record<string, Json> = {};
  for (const key of Object.keys(object)) {
    view.remainingBytes -= key.length + 3;
    if (view.remainingBytes < 0) break;
    setOwn(fields, key, viewValue(object[key], view));
  }
  return fields;
}

function typeMark(value: unknown): JsonObject {
  return { $: typeNameOf(value) };
}

function sizeMark(value: unknown): JsonObject {
  return { ...typeMark(value), ...sizeOf(value) };
}

function typeNameOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  const registered = registeredTypeOf(value)?.name;
  if (registered !== undefined) return registered;
  if (isPlainObject(value) || Object.getPrototypeOf(value) === null) return "object";
  return classNameOf(value) || brandOf(value);
}

function sizeOf(value: unknown): JsonObject {
  if (typeof value === "string") return { characters: value.length };
  if (Array.isArray(value)) return { items: value.length };
  return typeof value === "object" && value !== null ? { fields: Object.keys(value).length } : {};
}

import { ValueNotSerializableError, type UnsendablePart } from "../errors/value-not-serializable-error.ts";
import { classNameOf } from "./class-name.ts";
import { describeUnsendable } from "./describe-unsendable.ts";
import { maximumDepth, maximumProblems, outOfBandBytes } from "./limits.ts";
import { isPlainTree } from "./plain-tree.ts";
import { isJsonPrimitive, isPlainArray, isPlainObject, isRegularArray, setOwn } from "./plain-data.ts";
import {
  childPosition,
  displayPath,
  encodedPath,
  isWithin,
  type Key,
  type Position,
  rootPosition,
} from "./position.ts";
import { encodePrimitive } from "./primitive-tags.ts";
import type { Encoder, Tag } from "./tag.ts";
import { typeFamilies } from "./type-families.ts";
import { registeredTypeOf } from "./type-registry.ts";

export interface EncodeWalkOptions {
  readonly rootName: string;
  /** Whether only what JSON says is wanted; anything else is refused. */
  readonly jsonOnly: boolean;
  /** What becomes of a part that cannot be sent: the whole value is refused, or a description stands in its place. */
  readonly unsendable: "refuse" | "describe";
  /** Gives the tag of a function that travels as code beside the value. Default: functions are refused. */
  encodeFunction?(fn: object, at: Position): Tag;
}

export interface EncodedTree {
  /** What `JSON.stringify` is given. Plain subtrees are those of the value itself. */
  readonly json: unknown;
  /** Whether it differs from the value in more than tags that protect a field named `$`. */
  readonly tagged: boolean;
  /** Where the objects stand that references point to, by the numbers in the references. */
  readonly shared: readonly (readonly Key[])[];
  readonly parts: readonly Uint8Array[];
}

interface Walk extends Encoder {
  readonly options: EncodeWalkOptions;
  /** Where each object was met first. */
  readonly seen: Map<object, Position>;
  /** The first positions of objects that were met again, in the order of the numbers in references. */
  readonly shared: Map<Position, number>;
  tagged: boolean;
}

/**
 * Turns a value into what JSON can say. Only what contains something else is copied, so that rows of plain data cost
 * little more than `JSON.stringify`.
 *
 * @throws ValueNotSerializableError naming every part that cannot be sent, up to 20.
 */
export function encodeTree(root: unknown, options: EncodeWalkOptions): EncodedTree {
  if (isReadablePlainTree(root)) return { json: root, tagged: false, shared: [], parts: [] };
  const problems: UnsendablePart[] = [];
  const parts: Uint8Array[] = [];
  const walk: Walk = {
    options,
    seen: new Map(),
    shared: new Map(),
    tagged: false,
    encode: (value, at) => encodeNode(value, at, walk),
    encodeField: (owner, name, at) => encodeField(owner, name, at, walk),
    encodeBytes(bytes) {
      if (bytes.byteLength < outOfBandBytes) return { base64: Buffer.from(bytes).toString("base64") };
      return { part: parts.push(bytes) - 1 };
    },
    refuse(reason, at) {
      if (options.unsendable === "describe") {
        walk.tagged = true;
        return `[not sent: ${reason.split(": ", 1)[0]}]`;
      }
      problems.push({ path: displayPath(at), reason });
      if (problems.length >= maximumProblems) throw new ValueNotSerializableError({ parts: problems });
      return null;
    },
  };
  const json = encodeNode(root, rootPosition(options.rootName), walk);
  if (problems.length > 0) throw new ValueNotSerializableError({ parts: problems });
  return { json, tagged: walk.tagged, shared: [...walk.shared.keys()].map(encodedPath), parts };
}

/** What cannot be read is told by its path, which only the walk knows. */
function isReadablePlainTree(root: unknown): boolean {
  try {
    return isPlainTree(root);
  } catch {
    return false;
  }
}

function encodeNode(value: unknown, at: Position, walk: Walk): unknown {
  if (isJsonPrimitive(value)) return value;
  if (typeof value === "object" && value !== null) return encodeObject(value, at, walk);
  if (typeof value === "function") return encodeFunction(value, at, walk);
  return encodeBeyondJson(value, at, walk, () => encodePrimitive(value, at, walk));
}

function encodeFunction(fn: object, at: Position, walk: Walk): unknown {
  if (walk.options.encodeFunction === undefined) return walk.refuse(describeUnsendable(fn), at);
  walk.tagged = true;
  return walk.options.encodeFunction(fn, at);
}

function encodeField(owner: object, name: string, at: Position, walk: Walk): unknown {
  try {
    return encodeNode((owner as Record<string, unknown>)[name], at, walk);
  } catch (cause) {
    return refuseUnreadable(cause, at, walk);
  }
}

function encodeObject(value: object, at: Position, walk: Walk): unknown {
  if (at.depth > maximumDepth) {
    return walk.refuse(`nested more than ${maximumDepth} levels deep: flatten it, such as a list for a chain`, at);
  }
  const first = walk.seen.get(value);
  if (first === undefined) {
    walk.seen.set(value, at);
    try {
      return encodeContent(value, at, walk);
    } catch (cause) {
      return refuseUnreadable(cause, at, walk);
    }
  }
  if (!walk.options.jsonOnly) return encodeReference(value, first, at, walk);
  return isWithin(at, first) ? walk.refuse(`a cycle, back to ${displayPath(first)}: ${jsonOnlyReason}`, at) : value;
}

/** An accessor, or `[encode]()`, threw. */
function refuseUnreadable(cause: unknown, at: Position, walk: Walk): unknown {
  if (ValueNotSerializableError.isInstance(cause)) throw cause;
  return walk.refuse(`reading it failed: ${String(cause)}`, at);
}

const jsonOnlyReason = "JSON cannot say it, use the serializer tagged-json";

function encodeReference(value: object, first: Position, at: Position, walk: Walk): unknown {
  if (isWithin(at, first) && registeredTypeOf(value) !== undefined) {
    return walk.refuse(`refers back to ${displayPath(first)}, whose [encode]() must return data without itself`, at);
  }
  const number = walk.shared.get(first) ?? walk.shared.size;
  walk.shared.set(first, number);
  walk.tagged = true;
  return { $: "ref", to: number };
}

function encodeContent(value: object, at: Position, walk: Walk): unknown {
  if (isPlainArray(value)) {
    if (isRegularArray(value)) return encodeArray(value, at, walk);
  } else if (isPlainObject(value) && typeof value["toJSON"] !== "function") {
    if (Object.getOwnPropertySymbols(value).length > 0) return walk.refuse(symbolKeysReason, at);
    if (walk.options.jsonOnly || !Object.hasOwn(value, "$")) return encodePlainObject(value, at, walk);
    return encodeByFamily(value, at, walk);
  }
  return encodeBeyondJson(value, at, walk, () => encodeByFamily(value, at, walk));
}

const symbolKeysReason = "an object with symbols as keys: use texts as keys";

function encodeBeyondJson(value: unknown, at: Position, walk: Walk, encodeTagged: () => unknown): unknown {
  if (walk.options.jsonOnly) return walk.refuse(`${nameOf(value)}: ${jsonOnlyReason}`, at);
  walk.tagged = true;
  return encodeTagged();
}

function nameOf(value: unknown): string {
  if (typeof value === "object" && value !== null) return classNameOf(value) || "object";
  return typeof value === "number" ? String(value) : typeof value;
}

function encodeByFamily(value: object, at: Position, walk: Walk): unknown {
  for (const family of typeFamilies) {
    const encoded = family.encode(value, at, walk);
    if (encoded !== undefined) return encoded;
  }
  return walk.refuse(describeUnsendable(value), at);
}

function encodeArray(array: readonly unknown[], at: Position, walk: Walk): unknown {
  let copy: unknown[] | undefined;
  for (let index = 0; index < array.length; index++) {
    const item = array[index];
    if (isJsonPrimitive(item)) continue;
    const encoded = encodeNode(item, childPosition(at, index), walk);
    if (encoded !== item) (copy ??= [...array])[index] = encoded;
  }
  return copy ?? array;
}

function encodePlainObject(object: Readonly<Record<string, unknown>>, at: Position, walk: Walk): unknown {
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const item = object[key];
    if (isJsonPrimitive(item)) continue;
    const encoded = encodeNode(item, childPosition(at, key), walk);
    if (encoded !== item) setOwn((copy ??= { ...object }), key, encoded);
  }
  return copy ?? object;
}

import { ValueDecodeError } from "../errors/value-decode-error.ts";
import type { TaggedDocument } from "./frame.ts";
import { maximumDepth } from "./limits.ts";
import { setOwn } from "./plain-data.ts";
import type { Key } from "./position.ts";
import { fieldError, indexField, textField } from "./tag-field.ts";
import type { Decoder, Tag, TypeFamily } from "./tag.ts";
import { typeFamilies } from "./type-families.ts";

/** What became of a node that references point to. */
type SharedNode = { readonly state: "open" } | { readonly state: "made"; readonly value: unknown };

interface Walk extends Decoder {
  /** The nodes that references point to, by the numbers in the references. */
  readonly targets: readonly object[];
  readonly shared: Map<object, SharedNode | undefined>;
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  readonly usedParts: Set<number>;
  /** `null` where the value has no code beside it. */
  readonly functionOf: FunctionSource | null;
  depth: number;
}

const decoders: ReadonlyMap<string, TypeFamily["decoders"][string]> = new Map(
  typeFamilies.flatMap((family) => Object.entries(family.decoders)),
);

/** Gives the function that a number in a value stands for. */
export type FunctionSource = (index: number) => unknown;

/** Makes the value of a parsed document, whose plain objects and arrays become parts of it. */
export function decodeTree(document: TaggedDocument): unknown {
  return document.isPlain ? document.value : decodeNode(document.value, startWalk(document, null));
}

/**
 * Makes the fields of a parsed document one by one, so that each is made only once the classes are known that it needs.
 * What two fields share is the same object in both.
 */
export function openFields(document: TaggedDocument, functionOf: FunctionSource): (name: string) => unknown {
  const { value: root, isPlain } = document;
  if (typeof root !== "object" || root === null) throw new ValueDecodeError({ reason: "it is no object" });
  const walk = isPlain ? null : startWalk(document, functionOf);
  return (name) => {
    if (!Object.hasOwn(root, name)) throw new ValueDecodeError({ reason: `it has no field "${name}"` });
    const field = (root as Record<string, unknown>)[name];
    return walk === null ? field : decodeNode(field, walk);
  };
}

function startWalk(document: TaggedDocument, functionOf: FunctionSource | null): Walk {
  const { value: root, shared, parts } = document;
  const targets = shared.map((path) => nodeAt(root, path));
  const walk: Walk = {
    targets,
    shared: new Map(targets.map((target) => [target, undefined])),
    parts,
    usedParts: new Set(),
    functionOf,
    depth: -1,
    decode: (node) => decodeNode(node, walk),
    begin: (tag, container) => begin(tag, container, walk),
    decodeBytes: (tag) => decodeBytes(tag, walk),
  };
  return walk;
}

/** Follows own fields only. */
function nodeAt(root: unknown, path: readonly Key[]): object {
  let node = root;
  for (const key of path) {
    const isInside = typeof node === "object" && node !== null && Object.hasOwn(node, key);
    if (!isInside) throw badReference(path);
    node = (node as Record<Key, unknown>)[key];
  }
  if (typeof node !== "object" || node === null) throw badReference(path);
  return node;
}

function badReference(path: readonly Key[]): ValueDecodeError {
  return new ValueDecodeError({ reason: `it refers to ${JSON.stringify(path)}, where it holds nothing` });
}

function decodeNode(node: unknown, walk: Walk): unknown {
  if (typeof node !== "object" || node === null) return node;
  walk.depth += 1;
  if (walk.depth > maximumDepth) {
    throw new ValueDecodeError({ reason: `it is nested more than ${maximumDepth} levels deep` });
  }
  const value = walk.shared.has(node) ? decodeShared(node, walk) : decodeContent(node, walk);
  walk.depth -= 1;
  return value;
}

/** Decodes a node once, whether the tree or a reference leads to it first. */
function decodeShared(node: object, walk: Walk): unknown {
  const known = walk.shared.get(node);
  if (known?.state === "made") return known.value;
  if (known?.state === "open") throw new ValueDecodeError({ reason: "it holds an instance that contains itself" });
  walk.shared.set(node, { state: "open" });
  const value = decodeContent(node, walk);
  walk.shared.set(node, { state: "made", value });
  return value;
}

function begin<T extends object>(node: object, container: T, walk: Walk): T {
  if (walk.shared.has(node)) walk.shared.set(node, { state: "made", value: container });
  return container;
}

function decodeContent(node: object, walk: Walk): unknown {
  if (Array.isArray(node)) return decodeArray(node, walk);
  if (Object.hasOwn(node, "$")) return decodeTag(node as Tag, walk);
  return decodeObject(node as Record<string, unknown>, walk);
}

function decodeArray(array: unknown[], walk: Walk): unknown[] {
  begin(array, array, walk);
  for (let index = 0; index < array.length; index++) {
    const item = array[index];
    if (typeof item === "object" && item !== null) array[index] = decodeNode(item, walk);
  }
  return array;
}

function decodeObject(object: Record<string, unknown>, walk: Walk): object {
  begin(object, object, walk);
  for (const key of Object.keys(object)) {
    const item = object[key];
    if (typeof item !== "object" || item === null) continue;
    const value = decodeNode(item, walk);
    if (value !== item) setOwn(object, key, value);
  }
  return object;
}

function decodeTag(tag: Tag, walk: Walk): unknown {
  const type = textField(tag, "$");
  if (type === "ref") return decodeNode(walk.targets[indexField(tag, "to", walk.targets.length - 1)], walk);
  if (type === "function" && walk.functionOf !== null) return walk.functionOf(indexField(tag, "to", Infinity));
  const decode = decoders.get(type);
  if (decode !== undefined) return decode(tag, walk);
  throw new ValueDecodeError({ reason: `it holds a "${type}", which this installation does not know` });
}

function decodeBytes(tag: Tag, walk: Walk): Uint8Array<ArrayBuffer> {
  if (!Object.hasOwn(tag, "part")) return decodeBase64(tag);
  const index = indexField(tag, "part", walk.parts.length - 1);
  if (walk.usedParts.has(index)) throw new ValueDecodeError({ reason: `it uses its binary part ${index} twice` });
  walk.usedParts.add(index);
  return walk.parts[index] as Uint8Array<ArrayBuffer>;
}

function decodeBase64(tag: Tag): Uint8Array<ArrayBuffer> {
  const text = textField(tag, "base64");
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw fieldError(tag, "base64", "base64");
  return new Uint8Array(bytes);
}

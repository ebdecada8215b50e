import type { ResultSerializer } from "../contracts/flow.ts";
import type { Serializer } from "../contracts/serializer.ts";
import { ValueTooLargeError } from "../errors/value-too-large-error.ts";
import { compress } from "./compression.ts";
import { encodeTree, type EncodeWalkOptions } from "./encode-walk.ts";
import { frameTagged, looksTagged } from "./frame.ts";
import { maximumTextCharacters } from "./limits.ts";
import { compressedSerializer } from "./serializer-metadata.ts";

export interface EncodeOptions {
  /** What paths in messages start with: `parameters`, `result`. */
  readonly rootName: string;
  /** `json` refuses what JSON cannot say; repeated objects become copies. Default: `json` for plain values, else `tagged-json`. */
  readonly serializer?: ResultSerializer;
}

/** A value as bytes. */
export interface EncodedValue {
  /** Its name, such as `json`, `compressed/json` or `my-package.msgpack`. */
  readonly serializer: string;
  /** In order. Large binary parts are views on the value's own memory: write them before the value changes. */
  readonly chunks: readonly Uint8Array[];
  readonly byteLength: number;
}

/**
 * Encodes a parameter or a result. A value that is plain JSON, without shared references, becomes its JSON text.
 *
 * @throws ValueNotSerializableError naming every part that cannot be sent, up to 20.
 * @throws ValueTooLargeError where the text, without binary parts, is longer than a JavaScript string can be.
 */
export function encodeValue(value: unknown, options: EncodeOptions): EncodedValue {
  const { rootName, serializer } = options;
  if (typeof serializer === "object") return encodeByProgram(value, serializer);
  const compressed = serializer === undefined ? null : compressedSerializer(serializer);
  const inner = compressed ?? serializer;
  const encoded = encodeWith(value, inner, { rootName, jsonOnly: inner === "json", unsendable: "refuse" });
  if (compressed === null) return encoded;
  return single(`compressed/${compressed}`, compress(encoded.chunks));
}

/** Encodes what a flow threw. What cannot be sent is described in its place, so that the error itself always arrives. */
export function encodeThrown(thrown: unknown): EncodedValue {
  return encodeWith(thrown, undefined, { rootName: "error", jsonOnly: false, unsendable: "describe" });
}

function encodeByProgram(value: unknown, serializer: Serializer): EncodedValue {
  const bytes: unknown = serializer.encode(value);
  if (bytes instanceof Uint8Array) return single(serializer.type, bytes);
  throw new TypeError(`encode() of the serializer "${serializer.type}" must return a Uint8Array`);
}

function single(serializer: string, bytes: Uint8Array): EncodedValue {
  return { serializer, chunks: [bytes], byteLength: bytes.byteLength };
}

function encodeWith(value: unknown, serializer: string | undefined, options: EncodeWalkOptions): EncodedValue {
  const tree = encodeTree(value, options);
  const isTagged = tree.tagged || serializer === "tagged-json" || (serializer === undefined && looksTagged(value));
  const chunks = withinTextLimit(options.rootName, () =>
    isTagged ? frameTagged(tree) : [Buffer.from(JSON.stringify(value))],
  );
  const byteLength = chunks.reduce((total, chunk) => total + chunk.byteLength, 0);
  return { serializer: isTagged ? "tagged-json" : "json", chunks, byteLength };
}

function withinTextLimit<T>(rootName: string, stringify: () => T): T {
  try {
    return stringify();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ValueTooLargeError({ rootName, maximumCharacters: maximumTextCharacters, cause });
  }
}

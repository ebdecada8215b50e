import { ValueDecodeError } from "../errors/value-decode-error.ts";
import type { EncodedTree } from "./encode-walk.ts";
import type { Key } from "./position.ts";

/** A tagged value between bytes and decoding. */
export interface TaggedDocument {
  readonly value: unknown;
  /** Whether the value is JSON as it is, without tags. */
  readonly isPlain: boolean;
  /** Paths of the nodes that references point to. */
  readonly shared: readonly (readonly Key[])[];
  /** Views on the bytes that were read. */
  readonly parts: readonly Uint8Array[];
}

const newline = 0x0a;

const formatName = "tagged-json";

/** Whether plain JSON would be taken for a document of this format. */
export function looksTagged(value: unknown): boolean {
  return typeof value === "object" && value !== null && (value as { format?: unknown }).format === formatName;
}

/**
 * The bytes of a tagged value: one line of JSON; where there are binary parts, a newline and then the parts, one after
 * the other, whose lengths are in the JSON. The parts are views on the value's own memory.
 */
export function frameTagged({ json, shared, parts }: EncodedTree): Uint8Array[] {
  const text = JSON.stringify({
    format: formatName,
    version: 1,
    ...(shared.length > 0 && { shared }),
    ...(parts.length > 0 && { parts: parts.map((part) => part.byteLength) }),
    value: json,
  });
  return parts.length === 0 ? [Buffer.from(text)] : [Buffer.from(`${text}\n`), ...parts];
}

/**
 * Reads what `frameTagged` wrote, and checks that nothing is missing or left over. JSON without the format's mark is a
 * plain value.
 */
export function parseTagged(bytes: Uint8Array): TaggedDocument {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const newlineAt = buffer.indexOf(newline);
  const textEnd = newlineAt === -1 ? buffer.byteLength : newlineAt;
  const document: unknown = JSON.parse(buffer.toString("utf8", 0, textEnd));
  if (!looksTagged(document)) {
    if (textEnd + 1 < buffer.byteLength) throw new ValueDecodeError({ reason: "something follows its text" });
    return { value: document, isPlain: true, shared: [], parts: [] };
  }
  const { version, shared = [], parts = [], value } = document as Record<string, unknown>;
  if (version !== 1) {
    throw new ValueDecodeError({
      reason: `it has version ${JSON.stringify(version)} of the format ${formatName}, and this installation reads version 1: update prefect-core`,
    });
  }
  if (value === undefined) throw new ValueDecodeError({ reason: "it has no value" });
  if (!isPathList(shared)) throw new ValueDecodeError({ reason: 'its field "shared" is no list of paths' });
  return { value, isPlain: false, shared, parts: splitParts(buffer.subarray(textEnd + 1), parts) };
}

function splitParts(bytes: Uint8Array, lengths: unknown): Uint8Array[] {
  if (!Array.isArray(lengths) || !lengths.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new ValueDecodeError({ reason: 'its field "parts" is no list of lengths' });
  }
  let offset = 0;
  const parts = (lengths as number[]).map((length) => bytes.subarray(offset, (offset += length)));
  if (offset !== bytes.byteLength) {
    throw new ValueDecodeError({
      reason: `its binary parts take ${offset} bytes, but ${bytes.byteLength} follow the text: it was cut short or altered`,
    });
  }
  return parts;
}

function isPathList(value: unknown): value is Key[][] {
  return Array.isArray(value) && value.every((path) => Array.isArray(path) && path.every(isKey));
}

function isKey(value: unknown): value is Key {
  return typeof value === "string" || typeof value === "number";
}

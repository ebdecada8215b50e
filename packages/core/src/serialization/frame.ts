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
  /** Each with memory of its own, which becomes the value's. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
}

/** Ends the text of a value, where binary parts follow. */
export const newline = 0x0a;

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

/** Reads what `frameTagged` wrote. JSON without the format's mark is a plain value. */
export function parseTagged(bytes: Uint8Array): TaggedDocument {
  const newlineAt = bytes.indexOf(newline);
  const textEnd = newlineAt === -1 ? bytes.byteLength : newlineAt;
  let offset = textEnd + 1;
  // A view would keep the whole value alive for a small array.
  const copyPart = (length: number) => new Uint8Array(bytes.subarray(offset, (offset += length)));
  return parseHead(bytes.subarray(0, textEnd), Math.max(0, bytes.byteLength - offset), copyPart);
}

/**
 * Reads the text of a value, and checks that what follows is neither cut short nor longer before it makes the parts.
 *
 * @param followingBytes how many bytes follow the text and its newline.
 * @param makePart called for each binary part, in order, with its length in bytes.
 */
export function parseHead(
  text: Uint8Array,
  followingBytes: number,
  makePart: (byteLength: number) => Uint8Array<ArrayBuffer>,
): TaggedDocument {
  const document: unknown = JSON.parse(Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString());
  if (!looksTagged(document)) {
    if (followingBytes > 0) throw new ValueDecodeError({ reason: "something follows its text" });
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
  checkLengths(parts, followingBytes);
  return { value, isPlain: false, shared, parts: parts.map(makePart) };
}

function checkLengths(lengths: unknown, followingBytes: number): asserts lengths is number[] {
  if (!Array.isArray(lengths) || !lengths.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new ValueDecodeError({ reason: 'its field "parts" is no list of lengths' });
  }
  const total = (lengths as number[]).reduce((sum, length) => sum + length, 0);
  if (total !== followingBytes) {
    throw new ValueDecodeError({
      reason: `its binary parts take ${total} bytes, but ${followingBytes} follow the text: it was cut short or altered`,
    });
  }
}

function isPathList(value: unknown): value is Key[][] {
  return Array.isArray(value) && value.every((path) => Array.isArray(path) && path.every(isKey));
}

function isKey(value: unknown): value is Key {
  return typeof value === "string" || typeof value === "number";
}

import type { ResultMetadata } from "../contracts/result-metadata.ts";
import { decodeDescribed } from "./decode-value.ts";
import { readTagged } from "./read-value.ts";
import { hasRootKey } from "./root-key.ts";

/**
 * Prefect takes a stored root object with one of these fields for its own envelope and would return that field alone,
 * so that such a value is stored in an envelope.
 */
const envelopeFields: readonly string[] = ["data", "result"];

const quote = 0x22;
const backslash = 0x5c;

/** An encoded value as it is stored: the same bytes, or those of Prefect's envelope around them. */
export function toStoredValue(chunks: readonly Uint8Array[], metadata: ResultMetadata): readonly Uint8Array[] {
  const needsEnvelope = metadata.serializer.type === "json" && hasRootKey(chunks, envelopeFields);
  if (!needsEnvelope) return chunks;
  const head = `{"metadata":${JSON.stringify(metadata)},"result":"`;
  return [Buffer.from(head), ...chunks.map(escapeJson), Buffer.from('"}')];
}

/** JSON text as the content of a JSON text. It holds no control characters, so that only these two are escaped. */
function escapeJson(chunk: Uint8Array): Uint8Array {
  const escaped = Buffer.allocUnsafe(chunk.byteLength * 2);
  let length = 0;
  for (let at = 0; at < chunk.byteLength; at++) {
    const byte = chunk[at] as number;
    if (byte === quote || byte === backslash) escaped[length++] = backslash;
    escaped[length++] = byte;
  }
  return escaped.subarray(0, length);
}

/**
 * Makes a value again of what `toStoredValue`, or a Python flow with the `json` serializer, stored.
 *
 * @throws ValueDecodeError as `decodeValue` does.
 */
export function decodeStoredValue(bytes: Uint8Array, metadata: Pick<ResultMetadata, "serializer">): unknown {
  const value = decodeDescribed(bytes, metadata.serializer);
  if (metadata.serializer.type !== "json" || !isEnvelope(value)) return value;
  return decodeDescribed(Buffer.from(value.result), value.metadata.serializer);
}

/**
 * Reads from a stream what `toStoredValue` stored; binary parts are never held twice.
 *
 * @param byteLength of the whole stream.
 * @returns a function that makes the value or throws a `ValueDecodeError`: call it once the bytes have been verified.
 */
export async function readStoredValue(
  chunks: AsyncIterable<Uint8Array>,
  byteLength: number,
  metadata: Pick<ResultMetadata, "serializer">,
): Promise<() => unknown> {
  if (metadata.serializer.type === "tagged-json") return await readTagged(chunks, byteLength);
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return () => decodeStoredValue(Buffer.concat(parts), metadata);
}

interface Envelope {
  readonly metadata: { readonly serializer: { readonly type: string } };
  readonly result: string;
}

function isEnvelope(value: unknown): value is Envelope {
  const { metadata, result } = (value ?? {}) as {
    metadata?: { serializer?: { type?: unknown } } | null;
    result?: unknown;
  };
  return typeof result === "string" && typeof metadata?.serializer?.type === "string";
}

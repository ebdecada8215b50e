import { messageOf } from "../errors/thrown.ts";
import { ValueDecodeError } from "../errors/value-decode-error.ts";
import { decompress } from "./compression.ts";
import { decodeTree } from "./decode-walk.ts";
import { parseTagged } from "./frame.ts";
import { compressedSerializer, serializerMetadata } from "./serializer-metadata.ts";
import { serializerNamed } from "./serializer-registry.ts";

/**
 * Makes the value again that `encodeValue` was given; `tagged-json` reads what was encoded as `json` too. Executes nothing but the `decode` functions of registered types
 * and serializers, and changes no prototype.
 *
 * @param serializer its name, such as `json`, `compressed/json` or `my-package.msgpack`.
 * @throws ValueDecodeError where the bytes are cut short, altered, or in a format that this installation cannot read.
 */
export function decodeValue(bytes: Uint8Array, serializer: string): unknown {
  return orDecodeError(() => {
    const compressed = compressedSerializer(serializer);
    if (compressed === null) return decodePlain(bytes, serializer);
    return decodePlain(decompress(bytes, serializerMetadata(serializer)["compressionlib"]), compressed);
  });
}

/** Decodes by Prefect's description of a serializer, which may be that of a Python flow. Throws `ValueDecodeError`. */
export function decodeDescribed(bytes: Uint8Array, serializer: { readonly type: string }): unknown {
  const { type, serializer: inner, compressionlib } = serializer as Readonly<Record<string, unknown>>;
  if (type !== "compressed") return decodeValue(bytes, serializer.type);
  const innerType = (inner as { readonly type?: unknown } | null | undefined)?.type;
  return orDecodeError(() => decodePlain(decompress(bytes, compressionlib), String(innerType)));
}

function decodePlain(bytes: Uint8Array, serializer: string): unknown {
  if (serializer === "json")
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  if (serializer === "tagged-json") return decodeTree(parseTagged(bytes));
  const registered = serializerNamed(serializer);
  if (registered !== undefined) return registered.decode(bytes);
  throw new ValueDecodeError({
    reason: serializer.includes(".")
      ? `it was written by the serializer "${serializer}", which this process does not know: import the flow that uses it, or call registerSerializer()`
      : `it was written by the serializer "${serializer}"; this installation reads json and tagged-json, so let the flow that returns it use result_serializer="json"`,
  });
}

function orDecodeError(decode: () => unknown): unknown {
  try {
    return decode();
  } catch (cause) {
    throw toDecodeError(cause);
  }
}

/** What went wrong while decoding, as a `ValueDecodeError`. */
export function toDecodeError(cause: unknown): ValueDecodeError {
  return ValueDecodeError.isInstance(cause) ? cause : new ValueDecodeError({ reason: messageOf(cause), cause });
}

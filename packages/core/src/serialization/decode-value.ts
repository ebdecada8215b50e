import { ValueDecodeError } from "../errors/value-decode-error.ts";
import { decodeTree } from "./decode-walk.ts";
import { parseTagged } from "./frame.ts";
import { messageOf } from "../errors/thrown.ts";

/**
 * Makes the value again that `encodeValue` was given; `tagged-json` reads what was encoded as `json` too. Executes nothing but the `decode` functions of registered types,
 * and changes no prototype.
 *
 * @throws ValueDecodeError where the bytes are cut short, altered, or in a format that this installation cannot read.
 */
export function decodeValue(bytes: Uint8Array, serializer: string): unknown {
  try {
    if (serializer === "json")
      return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
    if (serializer === "tagged-json") return decodeTree(parseTagged(bytes));
  } catch (cause) {
    if (ValueDecodeError.isInstance(cause)) throw cause;
    throw new ValueDecodeError({ reason: messageOf(cause), cause });
  }
  throw new ValueDecodeError({
    reason: `it was written by the serializer "${serializer}"; this installation reads json and tagged-json, so let the flow that returns it use result_serializer="json"`,
  });
}

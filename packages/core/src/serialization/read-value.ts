import { ValueDecodeError } from "../errors/value-decode-error.ts";
import { toDecodeError } from "./decode-value.ts";
import { decodeTree } from "./decode-walk.ts";
import { newline, parseHead, type TaggedDocument } from "./frame.ts";

/**
 * Reads a value of `tagged-json`, or plain JSON, from a stream. Each binary part is read into the memory that becomes
 * the value's, so that there is never a second copy of it.
 *
 * @param byteLength of the whole stream, which guards against a head that asks for more memory.
 * @returns once the stream has ended, whatever it held, a function that makes the value or throws a `ValueDecodeError`
 * as `decodeValue` does: call it once the bytes have been verified.
 */
export async function readTagged(chunks: AsyncIterable<Uint8Array>, byteLength: number): Promise<() => unknown> {
  const reader = createReader(byteLength);
  let refused: { readonly cause: unknown } | null = null;
  for await (const chunk of chunks) {
    if (refused !== null) continue;
    try {
      reader.take(chunk);
    } catch (cause) {
      refused = { cause };
    }
  }
  return () => {
    try {
      if (refused !== null) throw refused.cause;
      return decodeTree(reader.end());
    } catch (cause) {
      throw toDecodeError(cause);
    }
  };
}

function createReader(byteLength: number) {
  const text: Uint8Array[] = [];
  let textBytes = 0;
  let document: TaggedDocument | null = null;
  let part = 0;
  let offset = 0;

  function takeText(bytes: Uint8Array): void {
    text.push(bytes);
    textBytes += bytes.byteLength;
  }

  /** A chunk that ends inside a part, or after the last one, is taken up to there. */
  function takeParts(bytes: Uint8Array, parts: readonly Uint8Array[]): void {
    for (let rest = bytes; rest.byteLength > 0;) {
      const target = parts[part];
      if (target === undefined) throw new ValueDecodeError({ reason: "something follows its binary parts" });
      const taken = rest.subarray(0, target.byteLength - offset);
      target.set(taken, offset);
      offset += taken.byteLength;
      rest = rest.subarray(taken.byteLength);
      if (offset < target.byteLength) return;
      part += 1;
      offset = 0;
    }
  }

  return {
    take(chunk: Uint8Array): void {
      if (document !== null) return takeParts(chunk, document.parts);
      const end = chunk.indexOf(newline);
      if (end === -1) return takeText(chunk);
      takeText(chunk.subarray(0, end));
      document = parseHead(Buffer.concat(text), byteLength - textBytes - 1, (length) => new Uint8Array(length));
      text.length = 0;
      takeParts(chunk.subarray(end + 1), document.parts);
    },
    end(): TaggedDocument {
      document ??= parseHead(Buffer.concat(text), 0, (length) => new Uint8Array(length));
      while (document.parts[part]?.byteLength === 0) part += 1;
      if (part < document.parts.length) throw new ValueDecodeError({ reason: "it was cut short" });
      return document;
    },
  };
}

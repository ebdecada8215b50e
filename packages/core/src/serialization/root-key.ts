const quote = 0x22;
const colon = 0x3a;
const backslash = 0x5c;
const openings: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closings: ReadonlySet<number> = new Set([0x5d, 0x7d]);
const openingBrace = 0x7b;

/**
 * Whether compact JSON text, as `JSON.stringify` writes it, is an object with one of these keys. The text is not
 * parsed, since it may be large and whoever stores it has no other need of the value.
 */
export function hasRootKey(chunks: readonly Uint8Array[], keys: readonly string[]): boolean {
  const text = joined(chunks);
  if (text[0] !== openingBrace || !keys.some((key) => text.includes(`${JSON.stringify(key)}:`))) return false;
  let depth = 0;
  for (let at = 0; at < text.byteLength; at++) {
    const byte = text[at] as number;
    if (openings.has(byte)) depth += 1;
    else if (closings.has(byte)) depth -= 1;
    else if (byte === quote) {
      const end = endOfString(text, at);
      if (depth === 1 && text[end + 1] === colon && keys.includes(text.toString("utf8", at + 1, end))) return true;
      at = end;
    }
  }
  return false;
}

function joined(chunks: readonly Uint8Array[]): Buffer {
  const [only, ...others] = chunks;
  if (only === undefined || others.length > 0) return Buffer.concat(chunks);
  return Buffer.from(only.buffer, only.byteOffset, only.byteLength);
}

/** The offset of the quote that ends the string which starts at `start`. */
function endOfString(text: Buffer, start: number): number {
  for (let at = text.indexOf(quote, start + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === backslash) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return text.byteLength;
}

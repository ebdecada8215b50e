import { createHash } from "node:crypto";

/** The hash of bytes that were never put together, in lower-case hexadecimal. */
export function sha256OfChunks(chunks: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

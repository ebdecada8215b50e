import { open } from "node:fs/promises";
import type { ByteRange } from "./byte-range.ts";

const chunkBytes = 256 * 1024;

/** A file's bytes in chunks that the reader may keep. Throws as `open` does, before the first chunk. */
export async function* fileChunks(
  path: string,
  { start, end }: ByteRange,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  signal?.throwIfAborted();
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const last = Math.min(end, size);
    for (let position = start; position < last;) {
      signal?.throwIfAborted();
      const length = Math.min(chunkBytes, last - position);
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(length), 0, length, position);
      if (bytesRead === 0) return;
      yield bytesRead === length ? buffer : buffer.subarray(0, bytesRead);
      position += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

import { createHash } from "node:crypto";
import { resumedChunks, toByteRange, type ByteRange, type StorageReadOptions } from "prefect-core/provider";
import type { AzureBlobConnection } from "./azure-blob-connection.ts";
import { isPastEnd } from "./map-azure-failure.ts";

/**
 * The bytes of one version of a blob. A connection that breaks is opened again at the byte where it broke; a whole blob
 * is checked against its length and, where it bears one, its MD5.
 */
export async function* readBlob(
  connection: AzureBlobConnection,
  { key, blob, range, signal }: StorageReadOptions & { readonly key: string; readonly blob: string },
): AsyncGenerator<Uint8Array, void> {
  const wanted = toByteRange(range);
  signal?.throwIfAborted();
  if (wanted.end === wanted.start) {
    // A range of no bytes cannot be asked for; what is missing is missing all the same.
    await connection
      .send((client) => client.look(blob), signal)
      .catch(async (error: unknown) => {
        throw await connection.toError(error, "read", key, signal);
      });
    return;
  }
  const download = createDownload(connection, blob, wanted, signal);
  try {
    yield* resumedChunks(download.open, { transience: connection.transience, signal });
    download.check();
  } catch (error) {
    if (isPastEnd(error)) return;
    throw await connection.toError(error, "read", key, signal);
  }
}

function createDownload(
  connection: AzureBlobConnection,
  blob: string,
  { start, end }: ByteRange,
  signal: AbortSignal | undefined,
) {
  let etag: string | null = null;
  let md5: Uint8Array | null = null;
  const hash = createHash("md5");

  async function* checked(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array, void> {
    let missing = bytes;
    for await (const chunk of chunks) {
      missing -= chunk.length;
      if (md5 !== null) hash.update(chunk);
      yield chunk;
    }
    if (missing > 0) throw new Error(`the connection ended ${missing} bytes early`);
  }

  return {
    async open(position: number): Promise<AsyncIterable<Uint8Array>> {
      const client = await connection.client();
      const range = { start: start + position, end: Number.isFinite(end) ? end : null };
      const download = await client.download(blob, range, etag, signal);
      if (etag === null) {
        etag = download.etag;
        md5 = download.md5;
      }
      return checked(download.chunks, download.bytes);
    },
    check() {
      if (md5 === null || hash.digest().equals(md5)) return;
      throw new Error("its bytes do not match its Content-MD5");
    },
  };
}

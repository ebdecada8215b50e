import { resumedChunks, toByteRange, type ByteRange, type StorageReadOptions } from "prefect-core/provider";
import { crc32c, toCrc32cText } from "./crc32c.ts";
import type { GcsConnection } from "./gcs-connection.ts";
import { isMissing, isPastEnd } from "./map-gcs-failure.ts";

/**
 * The bytes of one generation of an object. A connection that breaks is opened again at the byte where it broke; a
 * whole object is checked against its length and its CRC-32C.
 */
export async function* readObject(
  connection: GcsConnection,
  { key, object, range, signal }: StorageReadOptions & { readonly key: string; readonly object: string },
): AsyncGenerator<Uint8Array, void> {
  const wanted = toByteRange(range);
  signal?.throwIfAborted();
  try {
    if (wanted.end === wanted.start) {
      // A range of no bytes cannot be asked for; what is missing is missing all the same.
      await connection.send((client) => client.look(object), signal);
      return;
    }
    const download = createDownload(connection, object, wanted, signal);
    yield* resumedChunks(download.open, { transience: connection.transience, signal });
    download.check();
  } catch (error) {
    if (isPastEnd(error)) return;
    throw await connection.toError(error, "read", key, signal);
  }
}

function createDownload(
  connection: GcsConnection,
  object: string,
  { start, end }: ByteRange,
  signal: AbortSignal | undefined,
) {
  let generation: string | null = null;
  let expected: string | null = null;
  let actual = 0;

  async function* checked(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array, void> {
    let missing = bytes;
    for await (const chunk of chunks) {
      missing -= chunk.length;
      if (expected !== null) actual = crc32c(chunk, actual);
      yield chunk;
    }
    if (missing > 0) throw new Error(`the connection ended ${missing} bytes early`);
  }

  return {
    async open(position: number): Promise<AsyncIterable<Uint8Array>> {
      const client = await connection.client();
      const range = { start: start + position, end: Number.isFinite(end) ? end : null };
      const download = await client.download(object, range, generation, signal).catch((error: unknown) => {
        throw generation !== null && isMissing(error) ? goneError(error) : error;
      });
      if (generation === null) {
        generation = download.generation;
        expected = download.crc32c;
      }
      return checked(download.chunks, download.bytes);
    },
    check() {
      if (expected === null || toCrc32cText(actual) === expected) return;
      throw new Error("its bytes do not match its CRC-32C");
    },
  };
}

/** The generation that was being read is no longer there; the object may be. */
function goneError(cause: unknown): Error {
  return Object.assign(new Error("the generation that was read is gone", { cause }), { status: 412 });
}

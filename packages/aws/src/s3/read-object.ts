import { type ByteRange, resumedChunks } from "prefect-core/provider";
import { createCrc32Check, type Crc32Check } from "./crc32-check.ts";
import { layoutMetadata } from "./object-metadata.ts";
import type { S3Content } from "./s3-api.ts";
import { toS3Failure } from "./s3-failure.ts";
import type { S3Requests } from "./s3-requests.ts";

/** The bytes that arrived are not those that were written. */
export class ChecksumMismatchError extends Error {
  override readonly name = "ChecksumMismatchError";
}

/**
 * An object's bytes, resumed where the connection breaks, and only of the version that was opened first. The checksum of
 * an object that is read whole is verified. Rejects with the SDK's errors and `ChecksumMismatchError`.
 */
export async function* readObject(
  requests: S3Requests,
  { key, range: { start, end }, signal }: { key: string; range: ByteRange; signal: AbortSignal | undefined },
): AsyncGenerator<Uint8Array, void> {
  const last = Number.isFinite(end) ? end : null;
  const isWhole = start === 0 && last === null;
  const work = requests.begin(signal);
  let etag: string | null = null;
  let expected: { readonly crc32: string; readonly check: Crc32Check } | null = null;

  async function open(position: number): Promise<AsyncIterable<Uint8Array>> {
    const from = start + position;
    if (last !== null && from >= last) return nothing();
    try {
      const version = position === 0 ? null : etag;
      const content = await work.attempt((api) => api.get(key, { start: from, end: last, etag: version, signal }));
      if (position === 0) {
        etag = content.etag;
        expected = isWhole ? toExpected(content) : null;
      }
      return completeChunks(content);
    } catch (error) {
      if (toS3Failure(error).status === 416) return nothing();
      throw error;
    }
  }

  for await (const chunk of resumedChunks(open, work.retry)) {
    const { check } = (expected as { check: Crc32Check } | null) ?? {};
    check?.update(chunk);
    yield chunk;
  }
  verify(expected);
}

function toExpected({ crc32, metadata }: S3Content): { crc32: string; check: Crc32Check } | null {
  if (crc32 === null) return null;
  const check = createCrc32Check(crc32, metadata[layoutMetadata]);
  return check === null ? null : { crc32, check };
}

function verify(expected: { readonly crc32: string; readonly check: Crc32Check } | null): void {
  const arrived = expected?.check.digest();
  if (expected === null || arrived === expected.crc32) return;
  throw new ChecksumMismatchError(`the bytes that arrived have the CRC-32 ${arrived}, not ${expected.crc32}`);
}

/** An answer can end early without an error, where a proxy lies between. */
async function* completeChunks({ chunks, bytes }: S3Content): AsyncGenerator<Uint8Array, void> {
  let arrived = 0;
  for await (const chunk of chunks) {
    arrived += chunk.length;
    yield chunk;
  }
  if (bytes === null || arrived >= bytes) return;
  const message = `the answer ended after ${arrived} of ${bytes} bytes`;
  throw Object.assign(new Error(message), { code: "ERR_STREAM_PREMATURE_CLOSE" });
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {}

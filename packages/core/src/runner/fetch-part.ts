import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { BundleObject } from "../contracts/bundle-manifest.ts";
import type { Storage } from "../contracts/storage.ts";
import { BundleCorruptedError } from "../errors/bundle-corrupted-error.ts";
import { isDecompressionError, retryStorage, type RetryPolicy } from "./storage-retry.ts";

/**
 * Puts one part of a bundle into a file, decompressed, and proves that it is the part that the manifest names. Nothing
 * may use the file before this has resolved. Throws `BundleCorruptedError`, or what the storage throws.
 */
export async function fetchPart(
  storage: Storage,
  part: BundleObject,
  path: string,
  { retry, signal }: { readonly retry: RetryPolicy; readonly signal: AbortSignal },
): Promise<void> {
  const actualSha256 = await retryStorage(
    () => fetchOnce(storage, part, path, signal),
    retry,
    () => !signal.aborted,
  ).catch((cause: unknown) => {
    if (!isDecompressionError(cause)) throw cause;
    throw corrupted(part, null, cause);
  });
  if (actualSha256 !== part.sha256) throw corrupted(part, actualSha256);
}

async function fetchOnce(storage: Storage, part: BundleObject, path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const source = Readable.from(storage.read(part.key, { signal }), { objectMode: false });
  const target = createWriteStream(path, { mode: 0o600 });
  if (part.key.endsWith(".gz")) await pipeline(source, createGunzip(), hashing, target, { signal });
  else await pipeline(source, hashing, target, { signal });
  return hash.digest("hex");
}

function corrupted({ key, sha256 }: BundleObject, actualSha256: string | null, cause?: unknown): BundleCorruptedError {
  return new BundleCorruptedError({ key, expectedSha256: sha256, actualSha256, cause });
}

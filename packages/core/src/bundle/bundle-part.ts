import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { BundleCorruptedError } from "../errors/bundle-corrupted-error.ts";

/** One object of a bundle, ready to be uploaded. */
export interface BundlePart {
  /** The storage key: a folder, the hash, and what it is. */
  readonly key: string;
  /** Lower-case hexadecimal, of the uncompressed bytes. */
  readonly sha256: string;
  /** Compressed with gzip. */
  readonly bytes: Uint8Array;
}

/** The same content gives the same key, whatever the machine. */
export function toBundlePart(toKey: (sha256: string) => string, content: Uint8Array): BundlePart {
  const sha256 = createHash("sha256").update(content).digest("hex");
  const bytes = gzipSync(content, { level: 9 });
  // The header's last byte names the operating system that compressed; 255 is "unknown".
  bytes[9] = 255;
  return { key: toKey(sha256), sha256, bytes };
}

/**
 * Checks uncompressed bytes that came from storage against the hash that they are kept under.
 *
 * @throws BundleCorruptedError where they differ
 */
export function verifyPart(content: Uint8Array, expected: { readonly key: string; readonly sha256: string }): void {
  const actual = createHash("sha256").update(content).digest("hex");
  if (actual === expected.sha256) return;
  throw new BundleCorruptedError({ key: expected.key, expectedSha256: expected.sha256, actualSha256: actual });
}

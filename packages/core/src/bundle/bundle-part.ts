import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";
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
  return toPart(toKey, content, gzipSync(content, { level: 9 }));
}

/** The same for content that is so large that compressing it would hold everything else up. */
export async function compressPart(toKey: (sha256: string) => string, content: Uint8Array): Promise<BundlePart> {
  return toPart(toKey, content, await promisify(gzip)(content));
}

/** Lower-case hexadecimal SHA-256. */
export function hashOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function toPart(toKey: (sha256: string) => string, content: Uint8Array, bytes: Uint8Array): BundlePart {
  const sha256 = hashOf(content);
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
  const actual = hashOf(content);
  if (actual === expected.sha256) return;
  throw new BundleCorruptedError({ key: expected.key, expectedSha256: expected.sha256, actualSha256: actual });
}

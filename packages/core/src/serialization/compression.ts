import { ValueDecodeError } from "../errors/value-decode-error.ts";

// Importing node:zlib would cost every run some milliseconds.
const zlib = (): typeof import("node:zlib") => process.getBuiltinModule("node:zlib");

/** The module of Python's standard library that reads what this writes. */
export const compressionLibrary = "gzip";

const readableLibraries: ReadonlySet<unknown> = new Set(["gzip", "zlib"]);

/** As Prefect stores compressed values: base64, a line per 76 characters. */
export function compress(chunks: readonly Uint8Array[]): Uint8Array {
  const base64 = zlib().gzipSync(Buffer.concat(chunks)).toString("base64");
  return Buffer.from(base64.replaceAll(/.{1,76}/g, "$&\n"));
}

/** Throws `ValueDecodeError` for a compression that this installation cannot undo. */
export function decompress(bytes: Uint8Array, library: unknown): Uint8Array {
  if (!readableLibraries.has(library)) {
    throw new ValueDecodeError({
      reason: `it was compressed with ${JSON.stringify(library)}; this installation reads gzip and zlib, so let the flow that returns it use CompressedSerializer(serializer="json", compressionlib="gzip")`,
    });
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return zlib().unzipSync(Buffer.from(text, "base64"));
}

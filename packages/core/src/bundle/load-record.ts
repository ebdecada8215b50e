import type { Storage } from "../contracts/storage.ts";
import { MalformedRecordError } from "../errors/malformed-record-error.ts";
import { UnsupportedFormatVersionError } from "../errors/unsupported-format-version-error.ts";
import { isPlainObject, type Shape } from "./record-shape.ts";

const supportedVersion = 1;

/** No record of ours comes near this; what is longer is not one. */
const maximumRecordBytes = 4 * 1024 * 1024;

/**
 * Reads a JSON object with a `formatVersion` and checks it. The type parameter is what the shape promises.
 *
 * Throws `UnsupportedFormatVersionError`, `MalformedRecordError`, or what the storage throws.
 */
export async function loadRecord<T>(storage: Storage, key: string, shape: Shape): Promise<T> {
  const record = parse(await readText(storage, key), storage, key);
  if (!isPlainObject(record)) throw malformed(storage, key, "it is not a JSON object");
  if (record["formatVersion"] !== supportedVersion) {
    throw new UnsupportedFormatVersionError({
      key,
      storage: storage.describe(),
      formatVersion: record["formatVersion"],
      supportedVersion,
    });
  }
  const problem = shape(record, "");
  if (problem !== null) throw malformed(storage, key, problem);
  return record as T;
}

async function readText(storage: Storage, key: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of storage.read(key)) {
    bytes += chunk.byteLength;
    if (bytes > maximumRecordBytes)
      throw malformed(storage, key, `it is longer than ${String(maximumRecordBytes)} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(json: string, storage: Storage, key: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw malformed(storage, key, "it is not JSON", cause);
  }
}

function malformed(storage: Storage, key: string, problem: string, cause?: unknown): MalformedRecordError {
  return new MalformedRecordError({ key, storage: storage.describe(), problem, cause });
}

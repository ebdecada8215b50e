import { type ContentRange, isLastPiece } from "./content-range.ts";
import { createObjectFile, type ObjectFile } from "./object-file.ts";
import type { Conditions, ObjectStore } from "./object-store.ts";
import { invalid, StorageError } from "./storage-error.ts";
import type { ObjectFields, StoredObject } from "./stored-object.ts";

/** What an upload keeps before its end is a multiple of this: the rest of what it was sent is lost. */
const unitBytes = 256 * 1024;

export interface UploadPiece {
  readonly range: ContentRange;
  /** What the last request says of the object's bytes. */
  readonly checksums: Pick<ObjectFields, "crc32c" | "md5Hash">;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** An upload in several requests, each of which begins where the service's bytes end. */
export interface ResumableUpload {
  /** The object once all of it is there, else how many bytes are kept. */
  take(piece: UploadPiece): Promise<StoredObject | { readonly heldBytes: number }>;
  cancel(): Promise<void>;
}

interface UploadTarget {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly name: string;
  readonly fields: ObjectFields;
  readonly conditions: Conditions;
}

export async function createResumableUpload(directory: string, target: UploadTarget): Promise<ResumableUpload> {
  const { store, ...write } = target;
  const file = await createObjectFile(directory);
  let ended: { readonly object: StoredObject } | { readonly error: StorageError } | null = null;
  // A client that was cut off may ask again while its last request is still being kept.
  let working: Promise<unknown> = Promise.resolve();

  async function complete(checksums: UploadPiece["checksums"]): Promise<StoredObject> {
    try {
      const object = await store.put({ ...write, file, fields: { ...write.fields, ...checksums } });
      ended = { object };
      return object;
    } catch (error) {
      if (error instanceof StorageError) ended = { error };
      throw error;
    }
  }

  async function take({ range, checksums, chunks }: UploadPiece): ReturnType<ResumableUpload["take"]> {
    if (ended !== null) {
      if ("error" in ended) throw ended.error;
      return ended.object;
    }
    const { start, totalBytes } = range;
    if (start === null) {
      return file.bytes === totalBytes ? complete(checksums) : { heldBytes: file.bytes };
    }
    if (start > file.bytes) throw invalid(beyond(start, file.bytes));
    const isLast = isLastPiece(range);
    const skippedBytes = file.bytes - start;
    const isWhole = await keep(file, { chunks, skippedBytes, isLast, expected: range.end ?? totalBytes });
    return isLast && isWhole ? complete(checksums) : { heldBytes: file.bytes };
  }

  return {
    take(piece) {
      const taking = working.then(() => take(piece));
      working = taking.catch(() => undefined);
      return taking;
    },
    async cancel() {
      await working;
      if (ended !== null) return;
      ended = { error: new StorageError(410, "gone", "The upload was cancelled.") };
      await file.discard();
    },
  };
}

interface Arriving {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What is kept already is ignored. */
  readonly skippedBytes: number;
  readonly isLast: boolean;
  /** Where the file must end then; `null`: where the request does. */
  readonly expected: number | null;
}

/** Keeps what arrives, in whole units before the object's end; answers whether all of it arrived. */
async function keep(file: ObjectFile, { chunks, skippedBytes, isLast, expected }: Arriving): Promise<boolean> {
  let skipped = skippedBytes;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let isCut = false;
  try {
    for await (const chunk of chunks) {
      const news = chunk.subarray(Math.min(skipped, chunk.length));
      skipped -= chunk.length - news.length;
      pending.push(news);
      pendingBytes += news.length;
      if (pendingBytes < unitBytes) continue;
      const all = Buffer.concat(pending);
      const kept = all.length - (all.length % unitBytes);
      await file.append(all.subarray(0, kept));
      pending = [all.subarray(kept)];
      pendingBytes = all.length - kept;
    }
  } catch (error) {
    // Where the client is gone, what came before is kept.
    if ((error as NodeJS.ErrnoException).code !== "ECONNRESET") throw error;
    isCut = true;
  }
  const arrived = file.bytes + pendingBytes;
  if (!isCut && expected !== null && arrived > expected) throw invalid("The request is longer than its Content-Range.");
  if (!isLast || isCut || (expected !== null && arrived !== expected)) return false;
  await file.append(Buffer.concat(pending));
  return true;
}

function beyond(start: number, heldBytes: number): string {
  return `Invalid request.  According to the Content-Range header, the upload offset is ${start} byte(s), which exceeds already uploaded size of ${heldBytes} byte(s).`;
}

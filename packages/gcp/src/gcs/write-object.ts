import { randomUUID } from "node:crypto";
import { writeInParts, type PartedObject, type StorageBody, type StorageWriteOptions } from "prefect-core/provider";
import { crc32c, toCrc32cText } from "./crc32c.ts";
import type { GcsWrite } from "./gcs-client.ts";
import type { GcsConnection } from "./gcs-connection.ts";
import { isConditionNotMet } from "./map-gcs-failure.ts";
import { createResumableUpload } from "./resumable-upload.ts";

// A multiple of 256 KiB, as all parts but the last must be; larger ones cost more memory than they save time.
// https://cloud.google.com/storage/docs/performing-resumable-uploads#chunked-upload
const partBytes = 8 * 1024 * 1024;

/** Custom metadata of an object that was created only if absent: tells whose it is where an answer was lost. */
const writeIdField = "prefect-write-id";

interface Answer {
  readonly created: boolean;
}

/**
 * Writes an object, in one request or in a resumable upload. Cloud Storage checks the CRC-32C of the whole before the
 * object is seen. What the source throws is thrown as it is.
 */
export function writeObject(
  connection: GcsConnection,
  body: StorageBody,
  {
    key,
    object,
    onlyIfAbsent = false,
    signal,
  }: StorageWriteOptions & { readonly key: string; readonly object: string },
): Promise<Answer> {
  const writeId = randomUUID();
  const write: GcsWrite = { onlyIfAbsent, metadata: onlyIfAbsent ? { [writeIdField]: writeId } : {} };

  /** Tells whether this write created the object, and explains what it threw. */
  async function creating(run: () => Promise<void>, ended: AbortSignal): Promise<Answer> {
    try {
      await run();
      return { created: true };
    } catch (error) {
      if (onlyIfAbsent && isConditionNotMet(error)) return explained(async () => ({ created: await isOurs() }), ended);
      throw await connection.toError(error, "write", key, ended);
    }
  }

  async function explained<T>(run: () => Promise<T>, ended: AbortSignal): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw await connection.toError(error, "write", key, ended);
    }
  }

  /** An attempt may have created it although its answer never came. */
  async function isOurs(): Promise<boolean> {
    return (await look())?.[writeIdField] === writeId;
  }

  async function look(): Promise<Readonly<Record<string, unknown>> | null> {
    try {
      return await connection.send((client) => client.look(object), signal);
    } catch (error) {
      if (await connection.isObjectMissing(error)) return null;
      throw error;
    }
  }

  async function begin(ended: AbortSignal): Promise<PartedObject<void, Answer> | { readonly unneeded: Answer }> {
    const isThere = onlyIfAbsent && (await explained(look, ended)) !== null;
    if (isThere) return { unneeded: { created: false } };
    const upload = createResumableUpload(connection, {
      session: await explained(() => beginSession(ended), ended),
      partBytes,
    });
    return {
      part: (bytes, _number, ended) => explained(() => upload.send(bytes, ended), ended),
      complete: (_parts, ended) => creating(() => upload.finish(ended), ended),
      discard: () => upload.cancel(),
    };
  }

  function beginSession(ended: AbortSignal): Promise<string> {
    return connection.send((client) => client.begin(object, write, ended), ended);
  }

  return writeInParts<void, Answer>(
    body,
    // One part is sent while the next one is read; parts of one upload cannot be sent beside each other.
    { partBytes: () => partBytes, concurrency: 2, signal },
    {
      whole(bytes, ended) {
        const checked = { ...write, crc32c: toCrc32cText(crc32c(bytes)) };
        const insert = () => connection.send((client) => client.insert(object, bytes, checked, ended), ended);
        return creating(insert, ended);
      },
      begin,
    },
  );
}

import { inTurns } from "prefect-core/provider";
import { crc32c, toCrc32cText } from "./crc32c.ts";
import type { GcsPiece } from "./gcs-client.ts";
import type { GcsConnection } from "./gcs-connection.ts";

/** A resumable upload: its parts follow each other, and each goes on where the service lost the rest of it. */
export interface ResumableUpload {
  /** Takes the next part; resolves when its bytes are no longer needed. Only the last part is shorter than the others. */
  send(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Sends the last part, and with it the checksum of all. */
  finish(signal: AbortSignal): Promise<void>;
  cancel(): Promise<void>;
}

export function createResumableUpload(
  connection: GcsConnection,
  { session, partBytes }: { readonly session: string; readonly partBytes: number },
): ResumableUpload {
  let sentBytes = 0;
  let checksum = 0;
  let checking: Promise<void> = Promise.resolve();
  // It is sent with the end, so that it need not be a multiple of what the service keeps. Nothing is read after it, so
  // its memory is not used for anything else.
  let last: Uint8Array | null = null;
  let sending: Promise<void> = Promise.resolve();

  async function sendPart(bytes: Uint8Array, end: GcsPiece["end"], signal: AbortSignal): Promise<void> {
    const start = sentBytes;
    const target = start + bytes.length;
    // The last part is sent until the service says that the object is there, if need be without bytes.
    const isSent = (position: number): boolean => position > target || (end === null && position === target);
    await connection.send(async (client, attemptNumber) => {
      const put = async (piece: GcsPiece): Promise<number> => {
        const progress = await client.put(session, piece, signal);
        return progress === "complete" ? Number.POSITIVE_INFINITY : progress.heldBytes;
      };
      let position = attemptNumber === 1 ? start : await put({ bytes: null, start, end: null });
      while (!isSent(position)) {
        if (position < start) throw new Error("the service lost parts of the upload that it had kept");
        const before = position;
        position = await put({ bytes: bytes.subarray(position - start), start: position, end });
        if (position === before) throw new Error("the service kept none of what it was sent");
      }
    }, signal);
    sentBytes = target;
  }

  return {
    async send(bytes, signal) {
      checking = checking.then(() => inTurns(bytes, (piece) => (checksum = crc32c(piece, checksum))));
      if (bytes.length < partBytes) last = bytes;
      else sending = sending.then(() => sendPart(bytes, null, signal));
      await Promise.all([sending, checking]);
    },
    async finish(signal) {
      await Promise.all([sending, checking]);
      const bytes = last ?? new Uint8Array();
      const end = { totalBytes: sentBytes + bytes.length, crc32c: toCrc32cText(checksum) };
      await sendPart(bytes, end, signal);
    },
    cancel: async () => (await connection.client()).cancel(session),
  };
}

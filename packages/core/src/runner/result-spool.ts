import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { createBatchedWriter } from "../storage/batched-writer.ts";
import { IncompleteResultError } from "../errors/incomplete-result-error.ts";
import { toError } from "../errors/thrown.ts";

/**
 * The bytes of a result on their way from the flow's process to storage. They pass through a file, so that they can be
 * sent to storage while they come, and sent again where storage failed, without being held in memory.
 */
export interface ResultSpool extends AsyncDisposable {
  /** Resolves once there is something to send, and with `false` where there never will be. */
  readonly started: Promise<boolean>;
  /** Resolves once nothing more will come. */
  readonly ended: Promise<void>;
  /** Resolves once the announced bytes have come, or no more will. */
  readonly arrived: Promise<void>;
  /** Says how many bytes the flow's process announced; `null` where it ended without doing so. */
  announce(bytes: number | null): void;
  /** All bytes from the first, as they come. Throws `IncompleteResultError` where they are not as many as announced. */
  read(): AsyncGenerator<Uint8Array, void, undefined>;
  /** Why the bytes can never be sent, or `null`. */
  failure(): Error | null;
  /** Of the bytes that came so far. */
  digest(): { readonly sha256: string; readonly bytes: number };
}

const chunkBytes = 1024 * 1024;

/** Starts to collect what the stream brings in a file at the path. */
export async function createResultSpool(stream: AsyncIterable<Uint8Array>, path: string): Promise<ResultSpool> {
  const file = await open(path, "w+", 0o600);
  const hash = createHash("sha256");
  const started = Promise.withResolvers<boolean>();
  let changed = Promise.withResolvers<void>();
  let received = 0;
  let ended = false;
  let announced: number | null | undefined;
  let broken: Error | null = null;
  const arrived = Promise.withResolvers<void>();

  const notify = (): void => {
    if (ended || (typeof announced === "number" && received >= announced)) arrived.resolve();
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };

  const writer = createBatchedWriter(async (batch) => {
    await file.appendFile(batch);
    hash.update(batch);
    received += batch.byteLength;
    started.resolve(true);
    notify();
  });

  const keep = async (chunk: Uint8Array): Promise<void> => {
    // What comes after a failure is let through, because the process must not block on a full pipe.
    if (broken === null) await writer.push(chunk);
  };

  const fail = (error: unknown): void => {
    broken ??= toError(error);
    notify();
  };

  const collect = async (): Promise<void> => {
    for await (const chunk of stream) await keep(chunk).catch(fail);
    await writer.flush();
  };

  const failure = (): Error | null => {
    if (broken !== null) return broken;
    if (announced === undefined) return null;
    const isShort = ended && received !== announced;
    const isLong = announced !== null && received > announced;
    return isShort || isLong ? new IncompleteResultError({ announcedBytes: announced, receivedBytes: received }) : null;
  };

  async function* read(): AsyncGenerator<Uint8Array, void, undefined> {
    let sent = 0;
    for (;;) {
      const change = changed.promise;
      const problem = failure();
      if (problem !== null) throw problem;
      if (sent < received) {
        const length = Math.min(chunkBytes, received - sent);
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, sent);
        sent += bytesRead;
        yield buffer.subarray(0, bytesRead);
      } else if (sent === announced) {
        return;
      } else {
        await change;
      }
    }
  }

  const collected = collect()
    .catch(fail)
    .finally(() => {
      ended = true;
      notify();
    });

  return {
    started: started.promise,
    ended: collected,
    arrived: arrived.promise,
    announce(bytes) {
      announced = bytes;
      started.resolve(bytes !== null);
      notify();
    },
    read,
    failure,
    digest: () => ({ sha256: hash.copy().digest("hex"), bytes: received }),
    async [Symbol.asyncDispose]() {
      await collected;
      await file.close();
    },
  };
}

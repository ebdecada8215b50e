/** Takes chunks as fast as they come and writes what has gathered meanwhile at once: a write costs its time by itself. */
export interface BatchedWriter {
  /** Resolves at once, or, where writing lags behind, once it has caught up. Rejects with what writing threw. */
  push(chunk: Uint8Array): Promise<void>;
  /** Resolves once everything is written. Rejects with what writing threw. */
  flush(): Promise<void>;
}

/** More than this does not gather. */
const maximumWaitingBytes = 1024 * 1024;

/** Calls `write` for one batch after another, in order. Nothing is written after it has failed. */
export function createBatchedWriter(write: (batch: Uint8Array) => Promise<void>): BatchedWriter {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const [first, ...more] = waiting;
      const batch = more.length === 0 ? (first as Uint8Array) : Buffer.concat(waiting, waitingBytes);
      waiting = [];
      waitingBytes = 0;
      await write(batch);
    }
  }

  /** A failure is kept, and told to whoever comes next. */
  function start(): Promise<void> {
    if (writing !== null) return writing;
    writing = writeAll().then(() => {
      writing = null;
      return waiting.length > 0 ? start() : undefined;
    });
    writing.catch(() => undefined);
    return writing;
  }

  return {
    async push(chunk) {
      waiting.push(chunk);
      waitingBytes += chunk.byteLength;
      const started = start();
      if (waitingBytes >= maximumWaitingBytes) await started;
    },
    flush: start,
  };
}

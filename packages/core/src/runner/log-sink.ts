import type { LogRecord } from "../contracts/log-record.ts";

/** Gathers log records and hands them on in chunks, one after another. */
export interface LogSink {
  /** Resolves at once, or, where the storing lags far behind, once it has caught up. */
  write(record: LogRecord): Promise<void>;
  /** Resolves once everything has been handed on. */
  close(): Promise<void>;
}

export interface LogSinkOptions {
  /** Stores one chunk; must not throw. */
  readonly store: (sequence: number, records: readonly LogRecord[]) => Promise<void>;
  /** A chunk with more characters is stored at once. Default: 256 Ki. */
  readonly chunkCharacters?: number;
  /** A smaller one after this time. Default: 2. */
  readonly delaySeconds?: number;
}

/** How many chunks may wait before writers have to. */
const maximumWaitingChunks = 4;

export function createLogSink({ store, chunkCharacters = 256 * 1024, delaySeconds = 2 }: LogSinkOptions): LogSink {
  let records: LogRecord[] = [];
  let characters = 0;
  let sequence = 0;
  let waiting = 0;
  let stored: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (records.length === 0) return;
    const chunk = records;
    const number = sequence;
    records = [];
    characters = 0;
    sequence += 1;
    waiting += 1;
    stored = stored.then(() => store(number, chunk)).finally(() => (waiting -= 1));
  };

  return {
    async write(record) {
      records.push(record);
      characters += record.message.length;
      if (characters >= chunkCharacters) flush();
      else timer ??= setTimeout(flush, delaySeconds * 1000);
      if (waiting > maximumWaitingChunks) await stored;
    },
    async close() {
      flush();
      await stored;
    },
  };
}

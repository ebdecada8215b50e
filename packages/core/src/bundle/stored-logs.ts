import type { LogRecord } from "../contracts/log-record.ts";
import type { Storage } from "../contracts/storage.ts";
import { isPlainObject } from "./record-shape.ts";
import { attemptPrefix, isLogChunkKey } from "./run-layout.ts";

/** The lines of one chunk of a log, as they are kept in storage. */
export function encodeLogChunk(records: readonly LogRecord[]): Uint8Array {
  const lines = records.map(({ timestamp, level, name, stream, message }) =>
    JSON.stringify({ timestamp: timestamp.toISOString(), level, name, stream, message }),
  );
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
}

/**
 * What an attempt logged, as far as it has been stored: container after container, each in the order it was written. A
 * line that cannot be read is left out.
 */
export async function* readStoredLogs(
  storage: Storage,
  flowRunId: string,
  attempt: number,
): AsyncGenerator<LogRecord, void, undefined> {
  for await (const { key } of storage.list(attemptPrefix(flowRunId, attempt))) {
    if (isLogChunkKey(key)) yield* decodeLogChunk(flowRunId, await readText(storage, key));
  }
}

function decodeLogChunk(flowRunId: string, chunk: string): LogRecord[] {
  return chunk.split("\n").flatMap((line) => toLogRecord(flowRunId, line) ?? []);
}

function toLogRecord(flowRunId: string, line: string): LogRecord | null {
  const value = parse(line);
  if (!isPlainObject(value)) return null;
  const { timestamp, level, name, stream, message } = value;
  if (typeof timestamp !== "string" || typeof level !== "number") return null;
  if (typeof name !== "string" || typeof message !== "string") return null;
  if (stream !== "stdout" && stream !== "stderr" && stream !== "logger") return null;
  return { flowRunId, timestamp: new Date(timestamp), level, name, message, stream };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function readText(storage: Storage, key: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of storage.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** A piece of what a container printed, as the engine stored it. */
export interface LogFrame {
  readonly stream: "stdout" | "stderr";
  /** RFC 3339 in UTC with nine digits, so that the order of texts is that of times. */
  readonly timestamp: string;
  /** A line with its end, or a piece of a long one without. */
  readonly content: Buffer;
}

const headerBytes = 8;
const stderrType = 2;

/** Splits the engine's multiplexed answer, or a terminal's plain one, into what the container wrote. */
export function readLogFrames(
  chunks: AsyncIterable<Uint8Array>,
  { isTerminal }: { readonly isTerminal: boolean },
): AsyncGenerator<LogFrame, void, undefined> {
  return isTerminal ? readTerminalLines(chunks) : readMultiplexed(chunks);
}

async function* readMultiplexed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LogFrame, void, undefined> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let neededBytes = headerBytes;
  for await (const chunk of chunks) {
    pending.push(chunk as Buffer);
    pendingBytes += chunk.byteLength;
    // A frame may be far larger than a chunk: it is put together once, when all of it is there.
    if (pendingBytes < neededBytes) continue;
    let buffer = pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending);
    for (;;) {
      neededBytes = headerBytes + (buffer.length < headerBytes ? 0 : buffer.readUInt32BE(4));
      if (buffer.length < Math.max(neededBytes, headerBytes)) break;
      yield toFrame(buffer[0] === stderrType ? "stderr" : "stdout", buffer.subarray(headerBytes, neededBytes));
      buffer = buffer.subarray(neededBytes);
    }
    pending = [buffer];
    pendingBytes = buffer.length;
  }
}

async function* readTerminalLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LogFrame, void, undefined> {
  let unfinished: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let buffer = unfinished.length === 0 ? (chunk as Buffer) : Buffer.concat([unfinished, chunk]);
    for (let end = buffer.indexOf("\n"); end !== -1; end = buffer.indexOf("\n")) {
      yield toFrame("stdout", buffer.subarray(0, end + 1));
      buffer = buffer.subarray(end + 1);
    }
    unfinished = buffer;
  }
  if (unfinished.length > 0) yield toFrame("stdout", unfinished);
}

/** Each starts with its time and a space. */
function toFrame(stream: LogFrame["stream"], message: Buffer): LogFrame {
  const space = message.indexOf(" ");
  return { stream, timestamp: message.toString("latin1", 0, space), content: message.subarray(space + 1) };
}

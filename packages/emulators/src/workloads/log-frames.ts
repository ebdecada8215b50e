import type { WorkloadOutput } from "./workload-backend.ts";

const headerBytes = 8;
const stderrType = 2;

/** Splits an engine's multiplexed answer, with timestamps, into what the container wrote. */
export async function* readLogFrames(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<WorkloadOutput, void, undefined> {
  let buffer: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    buffer = buffer.length === 0 ? Buffer.from(chunk) : Buffer.concat([buffer, chunk]);
    while (buffer.length >= headerBytes && buffer.length >= headerBytes + buffer.readUInt32BE(4)) {
      const end = headerBytes + buffer.readUInt32BE(4);
      yield toOutput(buffer[0] === stderrType ? "stderr" : "stdout", buffer.subarray(headerBytes, end));
      buffer = buffer.subarray(end);
    }
  }
}

function toOutput(stream: WorkloadOutput["stream"], message: Buffer): WorkloadOutput {
  const space = message.indexOf(" ");
  return { stream, timestamp: message.toString("latin1", 0, space), content: message.subarray(space + 1) };
}

import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";

const resultDescriptor = 4;

/** How long output that nobody reads may hold up the end of the process. */
const flushSeconds = 5;

/** Streams bytes over descriptor 4, no faster than they are taken. */
export async function sendBytes(chunks: readonly Uint8Array[]): Promise<void> {
  const stream = createWriteStream("", { fd: resultDescriptor });
  // An event loop with nothing else in it would end before a slow reader has taken everything.
  await pipeline(Readable.from(chunks, { objectMode: false }), stream);
}

/** Resolves once what the flow printed has left this process. */
export async function flushOutput(): Promise<void> {
  const drained = [process.stdout, process.stderr]
    .filter((stream) => stream.writableLength > 0)
    .map((stream) => new Promise<void>((resolve) => stream.write("", () => resolve())));
  await Promise.race([Promise.all(drained), delay(flushSeconds * 1000, undefined, { ref: false })]);
}

import { writeSync } from "node:fs";

const sleepCell = new Int32Array(new SharedArrayBuffer(4));

/** Writes all bytes before it returns, also where the other side is slow to read, so that an exit loses nothing. */
export function writeBlocking(fileDescriptor: number, bytes: Uint8Array): void {
  let offset = 0;
  while (offset < bytes.byteLength) {
    try {
      offset += writeSync(fileDescriptor, bytes, offset);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(sleepCell, 0, 0, 1);
    }
  }
}

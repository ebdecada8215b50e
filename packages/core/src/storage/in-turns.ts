import { setImmediate as nextTurn } from "node:timers/promises";

/** A fraction of a millisecond of work for a checksum. */
const turnBytes = 128 * 1024;

/** Does work on bytes piece by piece, each in a turn of the event loop, so that what is being sent meanwhile goes on. */
export async function inTurns(bytes: Uint8Array, work: (piece: Uint8Array) => void): Promise<void> {
  for (let start = 0; start < bytes.length; start += turnBytes) {
    work(bytes.subarray(start, start + turnBytes));
    await nextTurn();
  }
}

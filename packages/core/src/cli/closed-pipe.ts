import type { EventEmitter } from "node:events";

/** Ends the command, without a word, once nobody reads its output any more, as `prefect flow-run ls | head -1` leaves it. */
export function endOnClosedPipe(outputs: readonly EventEmitter[], exit: (code: number) => void): void {
  for (const output of outputs) {
    output.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      exit(0);
    });
  }
}

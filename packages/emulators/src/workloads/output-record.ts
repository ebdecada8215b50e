import { once, EventEmitter } from "node:events";
import { nextTimestamp } from "./output-timestamp.ts";
import type { WorkloadOutput } from "./workload-backend.ts";

/** A line longer than this is kept in pieces, as an engine does. */
const maximumPieceBytes = 16 * 1024;
const lineFeed = 0x0a;

/** Keeps what a process prints, line by line, for as many readers as there are. */
export interface OutputRecord {
  add(stream: WorkloadOutput["stream"], chunk: Buffer): void;
  /** Nothing follows. */
  end(): void;
  read(options?: { readonly follow?: boolean; readonly signal?: AbortSignal }): AsyncIterable<WorkloadOutput>;
}

export function createOutputRecord(): OutputRecord {
  const pieces: WorkloadOutput[] = [];
  const unfinished = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  const changes = new EventEmitter().setMaxListeners(0);
  let hasEnded = false;
  let last: string | null = null;

  function keep(stream: WorkloadOutput["stream"], content: Buffer): void {
    last = nextTimestamp(last);
    pieces.push({ stream, timestamp: last, content });
  }

  async function* read(follow: boolean, signal?: AbortSignal): AsyncGenerator<WorkloadOutput, void, undefined> {
    for (let at = 0; ;) {
      for (; at < pieces.length; at += 1) yield pieces[at] as WorkloadOutput;
      if (hasEnded || !follow) return;
      await once(changes, "change", signal === undefined ? {} : { signal });
    }
  }

  return {
    add(stream, chunk) {
      let rest = unfinished[stream].length === 0 ? chunk : Buffer.concat([unfinished[stream], chunk]);
      for (;;) {
        const lineEnd = rest.subarray(0, maximumPieceBytes).indexOf(lineFeed);
        if (lineEnd === -1 && rest.length < maximumPieceBytes) break;
        const length = lineEnd === -1 ? maximumPieceBytes : lineEnd + 1;
        keep(stream, rest.subarray(0, length));
        rest = rest.subarray(length);
      }
      unfinished[stream] = Buffer.from(rest);
      changes.emit("change");
    },
    end() {
      for (const stream of ["stdout", "stderr"] as const) {
        if (unfinished[stream].length > 0) keep(stream, unfinished[stream]);
      }
      hasEnded = true;
      changes.emit("change");
    },
    read: ({ follow = false, signal } = {}) => read(follow, signal),
  };
}

import { readSync } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";

const chunkBytes = 64 * 1024;
const chunk = Buffer.allocUnsafeSlow(chunkBytes);

/** A line longer than this is given in pieces, so that a process that prints no line ends fills no memory. */
const maximumLineLength = 1024 * 1024;

/** Follows a growing file line by line. */
export interface OutputLines extends AsyncDisposable {
  /** The lines of the next chunk; `null` where there are no more bytes now. */
  next(): Promise<readonly string[] | null>;
  /** What stands after the last line end, once the file grows no more. */
  rest(): readonly string[];
}

export function followLines(path: string): OutputLines {
  const decoder = new StringDecoder("utf8");
  let handle: FileHandle | null = null;
  let unfinished = "";

  function split(text: string): readonly string[] {
    const lines = (unfinished + text).split("\n");
    unfinished = lines.pop() ?? "";
    if (unfinished.length > maximumLineLength) {
      lines.push(unfinished);
      unfinished = "";
    }
    return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  }

  return {
    async next() {
      handle ??= await open(path, "r").catch(() => null);
      if (handle === null) return null;
      // Read at once: a trip through the thread pool, and a buffer of its own, cost more than the read of a local file.
      const bytesRead = readSync(handle.fd, chunk, 0, chunkBytes, null);
      return bytesRead === 0 ? null : split(decoder.write(chunk.subarray(0, bytesRead)));
    },
    rest() {
      const last = unfinished + decoder.end();
      unfinished = "";
      return last === "" ? [] : [last];
    },
    async [Symbol.asyncDispose]() {
      await handle?.close();
    },
  };
}

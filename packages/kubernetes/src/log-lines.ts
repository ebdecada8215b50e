import { StringDecoder } from "node:string_decoder";

/** A line of a pod's output. */
export interface LogLine {
  /** As the API writes it: RFC 3339 with nanoseconds. */
  readonly timestamp: string;
  readonly text: string;
}

/** A line longer than this is given in pieces, so that a container that prints no line ends fills no memory. */
const maximumLineLength = 1024 * 1024;

/** The lines of a log, each without its timestamp; what stands after the last line end comes when the log ends. */
export async function* readLogLines(log: AsyncIterable<Uint8Array>): AsyncGenerator<LogLine, void, undefined> {
  const decoder = new StringDecoder("utf8");
  let text = "";
  let timestamp: string | null = null;
  /** Takes the timestamp off the beginning of a line, once it is all there. */
  const begin = (): void => {
    const blank = timestamp === null ? text.indexOf(" ") : -1;
    if (blank === -1) return;
    timestamp = text.slice(0, blank);
    text = text.slice(blank + 1);
  };
  const take = (line: string): LogLine => ({
    timestamp: timestamp ?? "",
    text: line.endsWith("\r") ? line.slice(0, -1) : line,
  });
  for await (const chunk of log) {
    const parts = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)).split("\n");
    for (const [index, part] of parts.entries()) {
      text += part;
      begin();
      for (; text.length > maximumLineLength; text = text.slice(maximumLineLength)) {
        yield take(text.slice(0, maximumLineLength));
      }
      if (index === parts.length - 1) break;
      yield take(text);
      text = "";
      timestamp = null;
    }
  }
  text += decoder.end();
  begin();
  if (timestamp !== null) yield take(text);
}

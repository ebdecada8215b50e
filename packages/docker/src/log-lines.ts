import { StringDecoder } from "node:string_decoder";
import type { InfrastructureEvent } from "prefect-core/provider";
import type { LogFrame } from "./log-frames.ts";

export type OutputEvent = Extract<InfrastructureEvent, { readonly kind: "output" }>;

/** Puts the lines of a container's output together again from the pieces that the engine cuts long ones into. */
export interface LogLines {
  add(frame: LogFrame): OutputEvent | null;
  /** What stands after the last line end, once nothing follows. */
  rest(): readonly OutputEvent[];
}

/** A line longer than this is given in pieces, so that a container that prints no line ends fills no memory. */
const maximumLineLength = 8 * 1024 * 1024;

interface UnfinishedLine {
  readonly decoder: StringDecoder;
  text: string;
  timestamp: Date;
}

export function createLogLines(): LogLines {
  const unfinished: Record<LogFrame["stream"], UnfinishedLine> = { stdout: emptyLine(), stderr: emptyLine() };

  function take(stream: LogFrame["stream"]): OutputEvent {
    const line = unfinished[stream];
    const text = line.text.endsWith("\r") ? line.text.slice(0, -1) : line.text;
    line.text = "";
    return { kind: "output", timestamp: line.timestamp, stream, line: text };
  }

  return {
    add({ stream, timestamp, content }) {
      const line = unfinished[stream];
      if (line.text === "") line.timestamp = new Date(timestamp);
      const isWhole = content.at(-1) === lineFeed;
      line.text += line.decoder.write(isWhole ? content.subarray(0, -1) : content);
      return isWhole || line.text.length > maximumLineLength ? take(stream) : null;
    },
    rest() {
      const streams = (["stdout", "stderr"] as const).filter((stream) => {
        unfinished[stream].text += unfinished[stream].decoder.end();
        return unfinished[stream].text !== "";
      });
      return streams.map(take);
    },
  };
}

const lineFeed = 0x0a;

function emptyLine(): UnfinishedLine {
  return { decoder: new StringDecoder("utf8"), text: "", timestamp: new Date(0) };
}

import type { Workload } from "../workloads/workload-backend.ts";

export interface PrintedLine {
  readonly stream: "stdout" | "stderr";
  /** RFC 3339. */
  readonly timestamp: string;
  /** Without its end. */
  readonly text: string;
}

/** What a workload prints, line by line, until it has ended. */
export async function* printedLines(workload: Workload): AsyncGenerator<PrintedLine, void, undefined> {
  const unfinished = { stdout: "", stderr: "" };
  for await (const { stream, timestamp, content } of workload.output({ follow: true })) {
    unfinished[stream] += content.toString();
    if (!unfinished[stream].endsWith("\n")) continue;
    yield { stream, timestamp, text: unfinished[stream].slice(0, -1) };
    unfinished[stream] = "";
  }
  for (const stream of ["stdout", "stderr"] as const) {
    if (unfinished[stream] !== "") yield { stream, timestamp: new Date().toISOString(), text: unfinished[stream] };
  }
}

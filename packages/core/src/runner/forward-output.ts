import type { Readable } from "node:stream";
import { readLines } from "./read-lines.ts";
import type { RunJournal } from "./run-journal.ts";

const levels = { stdout: 20, stderr: 30 } as const;
const loggerName = "prefect.flow_runs";

/** Longer lines are cut into several records. */
const maximumLineCharacters = 32 * 1024;

/** Puts what the flow's process prints into the journal, line by line, until the stream ends. */
export async function forwardOutput(
  lines: Readable,
  stream: "stdout" | "stderr",
  journal: RunJournal,
  onLine: (line: string) => void,
): Promise<void> {
  try {
    for await (const message of readLines(lines, maximumLineCharacters)) {
      onLine(message);
      await journal.log({ timestamp: new Date(), level: levels[stream], name: loggerName, stream, message });
    }
  } catch (error) {
    if (!lines.destroyed) throw error;
  }
}

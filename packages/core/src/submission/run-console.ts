import type { LogEntry } from "../engine/flow-runtime.ts";
import { createConsoleLog } from "../engine/host/console-log.ts";
import { logLevels } from "../engine/run-logger.ts";
import { loadSettings } from "../settings/load-settings.ts";
import { messageOf } from "../errors/thrown.ts";

let print: ReturnType<typeof createConsoleLog> | null = null;

/** Shows a line of a remote run's log here, as the lines of a local run are shown. */
export function printRunLog(runName: string, entry: LogEntry): void {
  print ??= createConsoleLog(loadSettings().loggingLevel);
  print(entry, runName);
}

/** Tells what this process does for a run. */
export function say(runName: string, message: string): void {
  printRunLog(runName, { timestamp: new Date(), level: logLevels.info, name: "prefect.submission", message });
}

/** Tells of something that failed beside the run itself, which goes on. */
export function warn(runName: string, problem: unknown): void {
  const message = messageOf(problem);
  printRunLog(runName, { timestamp: new Date(), level: logLevels.warn, name: "prefect.submission", message });
}

/** Tells of progress: to a person at a terminal as it goes, elsewhere as a line for who looks for details. */
export function writeProgress(runName: string, message: string): void {
  const level = process.stderr.isTTY ? logLevels.info : logLevels.debug;
  printRunLog(runName, { timestamp: new Date(), level, name: "prefect.submission", message });
}

/** Tells the person at the terminal, whatever the logging level. */
export function writeNotice(message: string): void {
  process.stderr.write(`${message}\n`);
}

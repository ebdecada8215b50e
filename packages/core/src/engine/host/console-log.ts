import { stripVTControlCharacters, styleText } from "node:util";
import type { LoggingLevel } from "../../settings/setting-kinds.ts";
import type { LogEntry } from "../flow-runtime.ts";

const levelValues: Readonly<Record<LoggingLevel, number>> = {
  DEBUG: 10,
  INFO: 20,
  WARNING: 30,
  ERROR: 40,
  CRITICAL: 50,
};

const levelStyles: Readonly<Record<LoggingLevel, Parameters<typeof styleText>[0]>> = {
  DEBUG: "blue",
  INFO: "cyan",
  WARNING: "yellow",
  ERROR: "red",
  CRITICAL: ["bold", "red"],
};

/** Prints log lines of at least this level to standard error, with colours only on a terminal. */
export function createConsoleLog(minimum: LoggingLevel): (entry: LogEntry, flowRunName: string) => void {
  return (entry, flowRunName) => {
    if (entry.level < levelValues[minimum]) return;
    process.stderr.write(`${formatConsoleLine(entry, flowRunName, process.stderr.isTTY)}\n`);
  };
}

/** `12:00:01.250 | INFO    | Flow run 'x' - message`, as Prefect prints it. Pure. */
export function formatConsoleLine(
  { timestamp, level, message }: LogEntry,
  flowRunName: string,
  withColours: boolean,
): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const time = [timestamp.getHours(), timestamp.getMinutes(), timestamp.getSeconds()].map(two).join(":");
  const milliseconds = String(timestamp.getMilliseconds()).padStart(3, "0");
  const name = levelName(level);
  const shown = withColours ? styleText(levelStyles[name], name.padEnd(7), { validateStream: false }) : name.padEnd(7);
  const text = withColours ? message : stripVTControlCharacters(message);
  return `${time}.${milliseconds} | ${shown} | Flow run '${flowRunName}' - ${text}`;
}

function levelName(level: number): LoggingLevel {
  const names = Object.keys(levelValues) as LoggingLevel[];
  return names.findLast((name) => levelValues[name] <= level) ?? "DEBUG";
}

import type { StoredLog } from "../../control-plane/records/log.ts";
import { quote } from "../output/quote.ts";

const levelNames = new Map([
  [10, "DEBUG"],
  [20, "INFO"],
  [30, "WARNING"],
  [40, "ERROR"],
  [50, "CRITICAL"],
]);

/** One line as Prefect prints it, in UTC: `2026-01-31 12:00:00.250 | INFO    | Flow run 'name' - message`. Pure. */
export function formatLog({ timestamp, level, message }: StoredLog, flowRunName: string): string {
  const time = new Date(timestamp).toISOString().replace("T", " ").replace("Z", "");
  const levelName = (levelNames.get(level) ?? `Level ${level}`).padEnd(7);
  return `${time} | ${levelName} | Flow run ${quote(flowRunName)} - ${message}`;
}

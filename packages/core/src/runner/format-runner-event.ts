import type { RunnerEvent } from "../contracts/runner-event.ts";

const levelNames: Readonly<Record<number, string>> = {
  10: "DEBUG",
  20: "INFO",
  30: "WARNING",
  40: "ERROR",
  50: "CRITICAL",
};

/** The event as Prefect prints it, `12:00:00.000 | INFO    | Flow run 'olive-crab' - ...`; `null` where it prints nothing. */
export function formatRunnerEvent(event: RunnerEvent, runName: string): string | null {
  switch (event.prefect) {
    case "log":
      return format(event.timestamp, levelNames[event.level] ?? String(event.level), runName, event.message);
    case "state":
      return format(
        event.timestamp,
        "INFO",
        runName,
        `Entered state ${event.name}${event.message === null ? "" : `: ${event.message}`}`,
      );
    case "run-name":
    case "heartbeat":
    case "reporting":
    case "parcel":
      return null;
  }
}

function format(timestamp: string, level: string, runName: string, message: string): string {
  return `${clock(new Date(timestamp))} | ${level.padEnd(7)} | Flow run '${runName}' - ${message}`;
}

function clock(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const milliseconds = String(time.getMilliseconds()).padStart(3, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${milliseconds}`;
}

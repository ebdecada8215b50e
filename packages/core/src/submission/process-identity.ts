import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import type { LeaseHolder } from "../control-plane/leases.ts";

const START_TIME_FIELD_AFTER_COMMAND = 19;

/** This process, told apart from any later one that gets the same id. */
export function currentProcess(): LeaseHolder {
  return { host: hostname(), processId: process.pid, processStartTime: startTime() };
}

function startTime(): string {
  try {
    const stat = readFileSync(`/proc/${process.pid}/stat`, "utf8");
    const afterCommand = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return afterCommand[START_TIME_FIELD_AFTER_COMMAND] ?? "";
  } catch {
    // Elsewhere than on Linux: exact to the millisecond is enough to tell two processes with one id apart.
    return new Date(Date.now() - Math.round(process.uptime() * 1000)).toISOString().slice(0, 19);
  }
}

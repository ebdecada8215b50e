import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { parseProcessStatus } from "./process-status.ts";

/** Signals every process of a group; one that has none left is no error. */
export function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-groupId, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Whether no process of the group runs any more. One that only waits for its parent to collect it does not count. */
export async function isGroupEmpty(groupId: number): Promise<boolean> {
  return !(await nextReading()).has(groupId);
}

let reading: Promise<unknown> = Promise.resolve();
let next: Promise<ReadonlySet<number>> | undefined;

/** One for all who ask while the one before is under way: it begins after each of them asked. */
function nextReading(): Promise<ReadonlySet<number>> {
  next ??= reading.then(() => {
    next = undefined;
    const groups = process.platform === "linux" ? readProcessGroups() : listProcessGroups();
    reading = groups.catch(() => undefined);
    return groups.then((ids) => new Set(ids));
  });
  return next;
}

async function readProcessGroups(): Promise<readonly number[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const texts = await Promise.all(ids.map((id) => readFile(`/proc/${id}/stat`, "utf8").catch(() => "")));
  return texts.flatMap((text) => {
    const status = parseProcessStatus(text);
    return status === null || status.hasEnded ? [] : [status.groupId];
  });
}

async function listProcessGroups(): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pgid=,stat="]);
  const rows = stdout.split("\n").map((row) => row.trim().split(/\s+/));
  return rows.flatMap(([groupId, state = "Z"]) => (state.startsWith("Z") ? [] : [Number(groupId)]));
}

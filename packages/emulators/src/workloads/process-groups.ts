import { readdir, readFile } from "node:fs/promises";

const pageBytes = 4096;

/** A process of this machine. */
export interface Process {
  readonly id: number;
  readonly parent: number;
  readonly group: number;
  /** What it does not share with others. */
  readonly ownBytes: number;
}

/** Each group's processes, and what they started in groups of their own. Without `/proc`, none. */
export async function membersByGroup(
  groups: Pick<ReadonlySet<number>, "has">,
): Promise<ReadonlyMap<number, readonly Process[]>> {
  const processes = await readProcesses();
  const groupOf = (process: Process | undefined): number | null => {
    if (process === undefined) return null;
    return groups.has(process.group) ? process.group : groupOf(processes.get(process.parent));
  };
  const members = new Map<number, Process[]>();
  for (const process of processes.values()) {
    const group = groupOf(process);
    if (group !== null) members.set(group, [...(members.get(group) ?? []), process]);
  }
  return members;
}

async function readProcesses(): Promise<ReadonlyMap<number, Process>> {
  const identifiers = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const processes = new Map<number, Process>();
  for (const identifier of identifiers) {
    const stat = await readText(`/proc/${identifier}/stat`);
    // The fields after the program's name, which stands in parentheses and may hold anything.
    const [, parent, group] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [, resident = 0, shared = 0] = (await readText(`/proc/${identifier}/statm`)).split(" ").map(Number);
    if (parent === undefined || group === undefined) continue;
    const id = Number(identifier);
    processes.set(id, { id, parent, group, ownBytes: (resident - shared) * pageBytes });
  }
  return processes;
}

function readText(file: string): Promise<string> {
  return readFile(file, "latin1").catch(() => "");
}

import { readdir, readFile } from "node:fs/promises";

const intervalMilliseconds = 100;
const pageBytes = 4096;

/** Watches the memory of process groups, where the kernel is not asked to limit it. */
export interface MemoryWatch {
  /** Calls back with its processes once the group holds more; gives what stops the watching. */
  add(processGroup: number, limitBytes: number, onExceeded: (processes: readonly number[]) => void): () => void;
}

interface Watched {
  readonly limitBytes: number;
  readonly onExceeded: (processes: readonly number[]) => void;
}

/** Looks at all groups together, and only while there are any. Without `/proc`, nothing ever exceeds its limit. */
export function createMemoryWatch(): MemoryWatch {
  const groups = new Map<number, Watched>();
  let timer: NodeJS.Timeout | null = null;

  async function look(): Promise<void> {
    for (const [group, members] of await membersByGroup(groups)) {
      const watched = groups.get(group);
      const bytes = members.reduce((sum, { ownBytes }) => sum + ownBytes, 0);
      if (watched === undefined || bytes <= watched.limitBytes) continue;
      groups.delete(group);
      watched.onExceeded(members.map(({ id }) => id));
    }
    timer = null;
    schedule();
  }

  function schedule(): void {
    if (timer !== null || groups.size === 0) return;
    timer = setTimeout(() => void look(), intervalMilliseconds).unref();
  }

  return {
    add(processGroup, limitBytes, onExceeded) {
      groups.set(processGroup, { limitBytes, onExceeded });
      schedule();
      return () => void groups.delete(processGroup);
    },
  };
}

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly group: number;
  /** What it does not share with others. */
  readonly ownBytes: number;
}

/** Each group's processes, and what they started in groups of their own. */
async function membersByGroup(groups: ReadonlyMap<number, unknown>): Promise<ReadonlyMap<number, readonly Process[]>> {
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

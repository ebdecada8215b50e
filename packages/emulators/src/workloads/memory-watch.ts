import { readdir, readFile } from "node:fs/promises";

const intervalMilliseconds = 100;
const pageBytes = 4096;

/** Watches the memory of process groups, where the kernel is not asked to limit it. */
export interface MemoryWatch {
  /** Calls back once the group holds more; gives what stops the watching. */
  add(processGroup: number, limitBytes: number, onExceeded: () => void): () => void;
}

interface Watched {
  readonly limitBytes: number;
  readonly onExceeded: () => void;
}

/** Looks at all groups together, and only while there are any. Without `/proc`, nothing ever exceeds its limit. */
export function createMemoryWatch(): MemoryWatch {
  const groups = new Map<number, Watched>();
  let timer: NodeJS.Timeout | null = null;

  async function look(): Promise<void> {
    for (const [group, bytes] of await ownBytesByGroup(groups)) {
      const watched = groups.get(group);
      if (watched === undefined || bytes <= watched.limitBytes) continue;
      groups.delete(group);
      watched.onExceeded();
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

/** What each group's processes hold of their own, without what they share with others. */
async function ownBytesByGroup(groups: ReadonlyMap<number, unknown>): Promise<Map<number, number>> {
  const sums = new Map<number, number>();
  const processes = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const process of processes) {
    const group = groupOf(await readText(`/proc/${process}/stat`));
    if (!groups.has(group)) continue;
    const [, resident, shared] = (await readText(`/proc/${process}/statm`)).split(" ").map(Number);
    sums.set(group, (sums.get(group) ?? 0) + ((resident ?? 0) - (shared ?? 0)) * pageBytes);
  }
  return sums;
}

/** The third field after the program's name, which stands in parentheses and may hold anything. */
function groupOf(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
}

function readText(file: string): Promise<string> {
  return readFile(file, "latin1").catch(() => "");
}

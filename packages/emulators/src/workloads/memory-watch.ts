import { membersByGroup } from "./process-groups.ts";

const intervalMilliseconds = 100;

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

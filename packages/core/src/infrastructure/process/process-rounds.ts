import { readFileSync, statSync } from "node:fs";
import type { ProcessDirectory } from "./process-directory.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { parseProcessStatus } from "./process-status.ts";

const roundMilliseconds = 1000;
/** Notifications tell of its files sooner; where they are lost, this many rounds do. */
const roundsPerFiles = 5;
/** Where a look sees only that there is a process of that id, it is asked this often which one that is. */
const roundsPerIdentity = 30;

interface Watched {
  readonly directory: ProcessDirectory;
  readonly identity: ProcessIdentity;
  readonly wake: () => void;
  /** Whether the process was there, and how large its files were. */
  wasThere: boolean;
  sizes: string;
}

const watched = new Set<Watched>();
let timer: NodeJS.Timeout | undefined;
let round = 0;

/**
 * Wakes whoever watches a process once there may be something new of it: one round a second over all processes that are
 * watched here, with a few system calls for each, since hundreds that do nothing must cost next to nothing.
 */
export function joinRounds(directory: ProcessDirectory, identity: ProcessIdentity, wake: () => void): Disposable {
  const entry: Watched = { directory, identity, wake, wasThere: true, sizes: "" };
  watched.add(entry);
  timer ??= setInterval(makeRound, roundMilliseconds);
  return {
    [Symbol.dispose]() {
      watched.delete(entry);
      if (watched.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
  };
}

function makeRound(): void {
  round += 1;
  for (const entry of watched) {
    const isThere = isRunning(entry.identity);
    const sizes = round % roundsPerFiles === 0 ? sizesOf(entry.directory) : entry.sizes;
    const mayBeAnother = process.platform !== "linux" && round % roundsPerIdentity === 0;
    if (isThere === entry.wasThere && sizes === entry.sizes && !mayBeAnother) continue;
    entry.wasThere = isThere;
    entry.sizes = sizes;
    entry.wake();
  }
}

function sizesOf({ stdout, stderr, exit }: ProcessDirectory): string {
  return [stdout, stderr, exit].map(sizeOf).join(" ");
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? -1;
}

function isRunning({ processId, startTime }: ProcessIdentity): boolean {
  try {
    if (process.platform !== "linux") return process.kill(processId, 0);
    const status = parseProcessStatus(readFileSync(`/proc/${processId}/stat`, "utf8"));
    return status !== null && !status.hasEnded && status.startTime === startTime;
  } catch {
    return false;
  }
}

import { watch } from "node:fs";
import type { FSWatcher } from "node:fs";

// Notifications can be late or lost (network file systems, a full queue), so each wait ends by itself.
const notifiedWaitMilliseconds = 1000;
const unnotifiedWaitMilliseconds = 50;

/** Tells when something in a directory may have changed. */
export interface DirectoryChanges extends Disposable {
  /** Resolves at the next change since the last call resolved, after a while without one, or on abort. */
  wait(signal?: AbortSignal): Promise<void>;
}

export function watchDirectory(path: string): DirectoryChanges {
  let changed = false;
  let wake = (): void => undefined;
  const notice = (): void => {
    changed = true;
    wake();
  };
  const watcher = startWatcher(path, notice);
  return {
    async wait(signal) {
      if (!changed && signal?.aborted !== true) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, watcher === null ? unnotifiedWaitMilliseconds : notifiedWaitMilliseconds);
          signal?.addEventListener("abort", notice, { once: true });
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        signal?.removeEventListener("abort", notice);
        wake = () => undefined;
      }
      changed = false;
    },
    [Symbol.dispose]() {
      watcher?.close();
    },
  };
}

/** `null` where the system gives no notifications, as when its watches are used up. */
function startWatcher(path: string, notice: () => void): FSWatcher | null {
  try {
    return watch(path, notice).on("error", notice);
  } catch {
    return null;
  }
}

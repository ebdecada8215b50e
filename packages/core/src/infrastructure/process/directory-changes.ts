import { watch } from "node:fs";
import type { FSWatcher } from "node:fs";

/** Where the system gives no notifications, as when its watches are used up. */
const unnotifiedWaitMilliseconds = 50;

/** Tells when something in a directory may have changed. */
export interface DirectoryChanges extends Disposable {
  /** Resolves at the next change since the last call resolved, or on abort. */
  wait(signal?: AbortSignal): Promise<void>;
  /** Lets a wait resolve: notifications can be late or lost (network file systems, a full queue). */
  wake(): void;
}

export function watchDirectory(path: string): DirectoryChanges {
  let changed = false;
  let resume = (): void => undefined;
  const wake = (): void => {
    changed = true;
    resume();
  };
  const watcher = startWatcher(path, wake);
  return {
    wake,
    async wait(signal) {
      if (!changed && signal?.aborted !== true) {
        await new Promise<void>((resolve) => {
          const timer = watcher === null ? setTimeout(resolve, unnotifiedWaitMilliseconds) : undefined;
          signal?.addEventListener("abort", wake, { once: true });
          resume = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        signal?.removeEventListener("abort", wake);
        resume = () => undefined;
      }
      changed = false;
    },
    [Symbol.dispose]() {
      watcher?.close();
    },
  };
}

/** `null` where the system gives no notifications. */
function startWatcher(path: string, notice: () => void): FSWatcher | null {
  try {
    return watch(path, notice).on("error", notice);
  } catch {
    return null;
  }
}

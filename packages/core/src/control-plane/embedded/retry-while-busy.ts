import { setTimeout as delay } from "node:timers/promises";
import { StoreBusyError } from "../../errors/store-busy-error.ts";
import { isBusy } from "./sqlite.ts";

/** How long a request waits for other processes before it gives up. */
const patienceMilliseconds = 60_000;
const shortestPauseMilliseconds = 1;
const longestPauseMilliseconds = 40;

/**
 * Tries until nobody else is in the way. SQLite itself waits for 5 ms at most, since it blocks the whole process while
 * it does; the rest of the waiting happens here, between turns of the event loop.
 */
export async function retryWhileBusy<T>(path: string, attempt: () => T | Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + patienceMilliseconds;
  for (let ceiling = 4; ; ceiling = Math.min(ceiling * 1.5, longestPauseMilliseconds)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > giveUpAt) throw new StoreBusyError({ path, waitedSeconds: patienceMilliseconds / 1000 });
      await delay(shortestPauseMilliseconds + Math.random() * ceiling);
    }
  }
}

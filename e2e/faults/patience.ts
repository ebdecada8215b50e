import { setTimeout as delay } from "node:timers/promises";

const pollMilliseconds = 50;

/** Fails where the operation takes longer. */
export async function within<T>(seconds: number, what: string, operation: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = delay(seconds * 1000, undefined, { signal: done.signal }).then(() => {
    throw new Error(`It took longer than ${seconds} s: ${what}`);
  });
  late.catch(() => undefined);
  return Promise.race([operation, late]).finally(() => done.abort());
}

/** Waits until there is something; fails where there is nothing for longer. */
export async function until<T>(seconds: number, what: string, look: () => Promise<T | null | false>): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`It did not come to be within ${seconds} s: ${what}`);
    await delay(pollMilliseconds);
  }
}

import { setTimeout as delay } from "node:timers/promises";
import pMap from "p-map";

/** Looks at all that anybody in this process watches: at each target once in a round, for all who watch it. */
export interface Poller<Target, View> {
  subscribe(target: Target): PollSubscription<View>;
}

export interface PollSubscription<View> extends Disposable {
  /** What a look that begins after this call sees. Rejects with what `toFailure` gives, and with the signal's reason. */
  next(signal: AbortSignal): Promise<View>;
}

export interface PollerOptions<Target, View> {
  /** Tells targets apart. */
  keyOf(target: Target): string;
  /** A view of each of the targets, in their order. */
  read(targets: readonly Target[]): Promise<readonly View[]>;
  /** How many targets one read takes. Default: 1. */
  readonly targetsPerRead?: number;
  /** Between two rounds. Rounds that fail make it grow to 30 s. */
  readonly pollMilliseconds: number;
  /** Default: as fast as they are answered. */
  readonly readsPerSecond?: number;
  /** What those who watch are told where reads have failed for so long; `null` has the target looked at again. */
  toFailure(error: unknown, failingMilliseconds: number): Error | null;
}

interface Watched<Target, View> {
  readonly target: Target;
  readonly waiting: Set<PromiseWithResolvers<View>>;
  subscriptions: number;
  isNew: boolean;
  failingSince: number | null;
}

const concurrency = 8;
const longestPauseMilliseconds = 30_000;

export function createPoller<Target, View>(options: PollerOptions<Target, View>): Poller<Target, View> {
  const { keyOf, read, toFailure, pollMilliseconds, targetsPerRead = 1 } = options;
  // Targets that come one after the other are looked at together.
  const gatherMilliseconds = targetsPerRead === 1 ? 0 : pollMilliseconds / 4;
  const pace = createPace(options.readsPerSecond ?? Number.POSITIVE_INFINITY);
  const watched = new Map<string, Watched<Target, View>>();
  let isRunning = false;
  let wake: () => void = () => undefined;

  /** Tells those who asked before it; whether it was answered. */
  async function look(batch: readonly Watched<Target, View>[]): Promise<boolean> {
    await pace();
    const asking = batch.map((entry) => ({ entry, ones: [...entry.waiting] }));
    for (const entry of batch) entry.isNew = false;
    try {
      const views = await read(batch.map(({ target }) => target));
      for (const [index, { entry, ones }] of asking.entries()) {
        entry.failingSince = null;
        for (const one of ones) one.resolve(views[index] as View);
      }
      return true;
    } catch (error) {
      const now = performance.now();
      for (const { entry, ones } of asking) {
        entry.failingSince ??= now;
        const failure = toFailure(error, now - entry.failingSince);
        if (failure !== null) for (const one of ones) one.reject(failure);
      }
      return false;
    }
  }

  /** Whether all that it asked was answered. */
  async function lookAtAll(isMeant: (entry: Watched<Target, View>) => boolean): Promise<boolean> {
    const asking = [...watched.values()].filter((entry) => entry.waiting.size > 0 && isMeant(entry));
    const answers = await pMap(inBatches(asking, targetsPerRead), look, { concurrency });
    return answers.every(Boolean);
  }

  /** For as long as anybody watches. */
  async function run(): Promise<void> {
    let pause = pollMilliseconds;
    // Those who come in the same turn are looked at together.
    await delay(0);
    while (watched.size > 0) {
      const isAnswered = await lookAtAll(() => true);
      pause = isAnswered
        ? Math.max(pollMilliseconds, pause / 2)
        : Math.min(longestPauseMilliseconds, pause * (1.5 + Math.random()));
      const isBackingOff = pause > pollMilliseconds;
      const deadline = performance.now() + pause;
      while (await sleepUntil(deadline, () => !isBackingOff && hasNew())) {
        await delay(gatherMilliseconds);
        await lookAtAll(({ isNew }) => isNew);
      }
    }
    isRunning = false;
  }

  function hasNew(): boolean {
    return [...watched.values()].some(({ isNew, waiting }) => isNew && waiting.size > 0);
  }

  /** Whether there is something to do before the time comes. */
  async function sleepUntil(deadline: number, hasWork: () => boolean): Promise<boolean> {
    for (;;) {
      const milliseconds = deadline - performance.now();
      if (watched.size === 0 || milliseconds <= 0) return false;
      if (hasWork()) return true;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, milliseconds);
      wake = resolve;
      await promise;
      clearTimeout(timer);
    }
  }

  return {
    subscribe(target) {
      const key = keyOf(target);
      const entry = watched.get(key) ?? {
        target,
        waiting: new Set<PromiseWithResolvers<View>>(),
        subscriptions: 0,
        isNew: true,
        failingSince: null,
      };
      watched.set(key, entry);
      entry.subscriptions += 1;
      return {
        async next(signal) {
          signal.throwIfAborted();
          const asked = Promise.withResolvers<View>();
          entry.waiting.add(asked);
          const abort = (): void => asked.reject(signal.reason as Error);
          signal.addEventListener("abort", abort, { once: true });
          if (entry.isNew) wake();
          if (!isRunning) {
            isRunning = true;
            void run();
          }
          try {
            return await asked.promise;
          } finally {
            entry.waiting.delete(asked);
            signal.removeEventListener("abort", abort);
          }
        },
        [Symbol.dispose]() {
          entry.subscriptions -= 1;
          if (entry.subscriptions > 0 || watched.get(key) !== entry) return;
          watched.delete(key);
          if (watched.size === 0) wake();
        },
      };
    },
  };
}

/** Resolves when the next read may be sent. */
function createPace(readsPerSecond: number): () => Promise<void> {
  let nextAt = 0;
  return async () => {
    const now = performance.now();
    const at = Math.max(now, nextAt);
    nextAt = at + 1000 / readsPerSecond;
    if (at > now) await delay(at - now);
  };
}

function inBatches<T>(all: readonly T[], size: number): T[][] {
  const rest = [...all];
  const batches: T[][] = [];
  while (rest.length > 0) batches.push(rest.splice(0, size));
  return batches;
}

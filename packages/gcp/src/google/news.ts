import { nextWake, type PollSubscription, type Sleeper } from "prefect-core/provider";

/** Looks at what a run is on the platform, and what else there is to see. */
export interface News<View> extends Disposable {
  /** The next look, or `undefined` where `wake` was called before it. */
  next(): Promise<View | undefined>;
  readonly wake: () => void;
}

export function createNews<View>(subscription: PollSubscription<View>, signal: AbortSignal): News<View> {
  const sleeper: Sleeper = { wake: () => undefined };
  let isWoken = false;
  let looking: Promise<View> | null = null;
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  return {
    async next() {
      signal.throwIfAborted();
      if (isWoken) {
        isWoken = false;
        return undefined;
      }
      looking ??= subscription.next(either);
      const woken = nextWake(sleeper, either).then(() => undefined);
      const look = looking.then((view) => ({ view }));
      const first = await Promise.race([look, woken]);
      sleeper.wake();
      signal.throwIfAborted();
      if (first === undefined) {
        isWoken = false;
        return undefined;
      }
      looking = null;
      return first.view;
    },
    wake() {
      isWoken = true;
      sleeper.wake();
    },
    [Symbol.dispose]() {
      looking?.catch(() => undefined);
      ended.abort();
    },
  };
}

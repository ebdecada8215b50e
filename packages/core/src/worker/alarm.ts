import { setTimeout as delay } from "node:timers/promises";

/** Wakes whoever waits before their time. */
export interface Alarm {
  ring(): void;
  /** Resolves after so many milliseconds, or once it has rung since the last wait, or the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export function createAlarm(): Alarm {
  let rung = new AbortController();
  return {
    ring: () => rung.abort(),
    async wait(milliseconds, signal) {
      await delay(milliseconds, undefined, { signal: AbortSignal.any([rung.signal, signal]) }).catch(() => undefined);
      rung = new AbortController();
    },
  };
}

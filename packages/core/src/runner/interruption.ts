import type { TerminationSignal, TerminationSignals } from "./termination.ts";

/** Whether the runner was told to end, for everything that has to know. */
export interface Interruption extends Disposable {
  /** Aborts at the first signal. */
  readonly signal: AbortSignal;
  /** The first signal, or `null`. */
  readonly received: TerminationSignal | null;
  /** Calls the listener at the second signal: somebody is in a hurry. */
  onSecond(listener: () => void): void;
}

export function createInterruption(signals: TerminationSignals): Interruption {
  const controller = new AbortController();
  const impatient: (() => void)[] = [];
  let received: TerminationSignal | null = null;
  const unsubscribe = signals.subscribe((signal) => {
    if (received === null) {
      received = signal;
      controller.abort();
    } else {
      for (const listener of impatient) listener();
    }
  });
  return {
    signal: controller.signal,
    get received() {
      return received;
    },
    onSecond: (listener) => void impatient.push(listener),
    [Symbol.dispose]: unsubscribe,
  };
}

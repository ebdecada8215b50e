import type { TerminationSignal, TerminationSignals } from "./termination.ts";

/** Whether the runner was told to end, for everything that has to know. */
export interface Interruption extends Disposable {
  /** Aborts at the first signal. */
  readonly signal: AbortSignal;
  /** The first signal, or `null`. */
  readonly received: TerminationSignal | null;
  /** As a Ctrl-C does, for who asks for it elsewhere; it makes nobody hurry. */
  cancel(): void;
  /** Calls the listener at the second signal: somebody is in a hurry. */
  onSecond(listener: () => void): void;
}

export function createInterruption(signals: TerminationSignals): Interruption {
  const controller = new AbortController();
  const impatient: (() => void)[] = [];
  let received: TerminationSignal | null = null;
  const receive = (signal: TerminationSignal): boolean => {
    if (received !== null) return false;
    received = signal;
    controller.abort();
    return true;
  };
  const unsubscribe = signals.subscribe((signal) => {
    if (receive(signal)) return;
    for (const listener of impatient) listener();
  });
  return {
    signal: controller.signal,
    get received() {
      return received;
    },
    cancel: () => void receive("SIGINT"),
    onSecond: (listener) => void impatient.push(listener),
    [Symbol.dispose]: unsubscribe,
  };
}

export type TerminationSignal = "SIGTERM" | "SIGINT";

/** Where a runner hears that it shall end. */
export interface TerminationSignals {
  /** Calls the listener at every signal until what it returned is called. */
  subscribe(listener: (signal: TerminationSignal) => void): () => void;
}

/** The signals of this process, which then no longer end it by themselves. */
export function createProcessSignals(): TerminationSignals {
  return {
    subscribe(listener) {
      process.on("SIGTERM", listener);
      process.on("SIGINT", listener);
      return () => {
        process.off("SIGTERM", listener);
        process.off("SIGINT", listener);
      };
    },
  };
}

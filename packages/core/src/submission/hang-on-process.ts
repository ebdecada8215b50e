import { holdInterruption, wasInterrupted } from "./interruption.ts";

/**
 * Work whose caller waits for it here hangs on this process: a Ctrl-C aborts its signal, waits until it has settled, and
 * ends the process; a second one leaves at once.
 */
export async function hangOnProcess<T>(start: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
  const release = holdInterruption({ controller, settled });
  try {
    // Awaited by nobody else: the stack of an error follows one await only.
    return await start(controller.signal);
  } finally {
    settle();
    // The program must not see its runs fail because it was told to end: it ends.
    if (wasInterrupted()) await new Promise(() => undefined);
    release();
  }
}

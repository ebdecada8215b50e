import { writeNotice } from "./run-console.ts";
import { untilWoundDown } from "./winding-down.ts";

interface HangingWork {
  readonly controller: AbortController;
  readonly settled: Promise<unknown>;
}

const hanging = new Set<HangingWork>();
let interrupted = false;

/**
 * Work whose caller waits for it here hangs on this process: a Ctrl-C aborts its signal, waits until it has settled, and
 * ends the process; a second one leaves at once. Signals are taken only while there is such work, and only where the
 * program itself does not listen for them.
 */
export async function hangOnProcess<T>(start: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
  const entry = { controller, settled };
  hanging.add(entry);
  if (hanging.size === 1 && process.listenerCount("SIGINT") === 0) process.on("SIGINT", onInterrupt);
  try {
    // Awaited by nobody else: the stack of an error follows one await only.
    return await start(controller.signal);
  } finally {
    settle();
    // The program must not see its runs fail because it was told to end: it ends.
    if (interrupted) await new Promise(() => undefined);
    hanging.delete(entry);
    if (hanging.size === 0) process.off("SIGINT", onInterrupt);
  }
}

function onInterrupt(): void {
  if (interrupted) return leave();
  interrupted = true;
  const count = hanging.size === 1 ? "1 flow run" : `${hanging.size} flow runs`;
  writeNotice(`Interrupted: cancelling ${count}. Press Ctrl-C again to leave at once.`);
  for (const { controller } of hanging) controller.abort(new Error("The process was interrupted."));
  void Promise.all([...hanging].map(({ settled }) => settled))
    .then(untilWoundDown)
    .then(leave);
}

/** Ends this process as the signal would have, had nobody listened for it. */
function leave(): void {
  process.off("SIGINT", onInterrupt);
  process.kill(process.pid, "SIGINT");
}

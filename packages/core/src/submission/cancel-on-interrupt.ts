import { writeNotice } from "./run-console.ts";

interface Interruptible {
  readonly flowRunId: string;
  cancel(): Promise<void>;
}

const waitedFor = new Set<Interruptible>();
let interrupted = false;

/**
 * Runs whose caller waits for them here hang on this process: a Ctrl-C cancels them, and a second one leaves at once.
 * Signals are taken only while such a run is under way, and only where the program itself does not listen for them.
 */
export async function cancelOnInterrupt<T>(run: Interruptible, work: () => Promise<T>): Promise<T> {
  waitedFor.add(run);
  if (waitedFor.size === 1 && process.listenerCount("SIGINT") === 0) process.on("SIGINT", onInterrupt);
  try {
    return await work();
  } finally {
    waitedFor.delete(run);
    if (waitedFor.size === 0 && !interrupted) process.off("SIGINT", onInterrupt);
  }
}

function onInterrupt(): void {
  if (interrupted) return leave();
  interrupted = true;
  writeNotice(`Interrupted: cancelling ${countRuns(waitedFor.size)}. Press Ctrl-C again to leave at once.`);
  void Promise.allSettled([...waitedFor].map((run) => run.cancel())).then(leave);
}

/** Ends this process as the signal would have, had nobody listened for it. */
function leave(): void {
  process.off("SIGINT", onInterrupt);
  process.kill(process.pid, "SIGINT");
}

function countRuns(count: number): string {
  return count === 1 ? "1 flow run" : `${count} flow runs`;
}

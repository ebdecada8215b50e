import { commandLine } from "../errors/command-line.ts";
import { startingRuns, survivingRuns } from "./known-runs.ts";
import { writeNotice } from "./run-console.ts";
import { untilWoundDown } from "./winding-down.ts";

/** Work that ends with this process: aborting it cancels its runs. */
export interface HangingWork {
  readonly controller: AbortController;
  readonly settled: Promise<unknown>;
}

const MAXIMUM_IDS = 5;

const hanging = new Set<HangingWork>();
let holders = 0;
let isInterrupted = false;

/**
 * Takes a Ctrl-C until what this returned is called, unless the program itself listens for it: what hangs on this
 * process is cancelled, what is being launched is launched, then the process ends; what goes on without it is named.
 */
export function holdInterruption(work?: HangingWork): () => void {
  if (work !== undefined) hanging.add(work);
  holders += 1;
  if (holders === 1 && process.listenerCount("SIGINT") === 0) process.on("SIGINT", onInterrupt);
  return () => {
    if (work !== undefined) hanging.delete(work);
    holders -= 1;
    if (holders === 0) process.off("SIGINT", onInterrupt);
  };
}

/** Whether this process is about to end because it was interrupted. */
export function wasInterrupted(): boolean {
  return isInterrupted;
}

function onInterrupt(): void {
  // The program has begun to listen meanwhile, and decides.
  if (process.listenerCount("SIGINT") > 1) return;
  if (isInterrupted) return leave();
  isInterrupted = true;
  const starting = startingRuns();
  for (const notice of toNotices(hanging.size, survivingRuns(), starting.length)) writeNotice(notice);
  for (const { controller } of hanging) controller.abort(new Error("The process was interrupted."));
  if (hanging.size === 0 && starting.length === 0) return leave();
  void Promise.allSettled([...[...hanging].map(({ settled }) => settled), ...starting])
    .then(untilWoundDown)
    .then(leave);
}

/** What a Ctrl-C does, for the person who pressed it. Pure. */
export function toNotices(cancelled: number, surviving: readonly string[], starting = 0): readonly string[] {
  const runs = (count: number): string => (count === 1 ? "1 flow run" : `${count} flow runs`);
  const notices: string[] = [];
  if (cancelled > 0) {
    notices.push(`Interrupted: cancelling ${runs(cancelled)}. Press Ctrl-C again to leave at once.`);
  }
  if (surviving.length > 0) {
    notices.push(
      `Interrupted: ${runs(surviving.length)} that ${surviving.length === 1 ? "was" : "were"} submitted ${surviving.length === 1 ? "goes" : "go"} on without this process. Watch with:`,
    );
    for (const id of surviving.slice(0, MAXIMUM_IDS)) notices.push(`  ${commandLine(`flow-run watch ${id}`)}`);
    const more = surviving.length - MAXIMUM_IDS;
    if (more > 0) notices.push(`  and ${more} more: ${commandLine("flow-run ls")}`);
  }
  if (starting > 0) {
    notices.push(
      `Waiting until ${runs(starting)} ${starting === 1 ? "is" : "are"} launched. Press Ctrl-C again to leave at once.`,
    );
  }
  return notices;
}

/** Ends this process as the signal would have, had nobody listened for it. */
function leave(): void {
  process.off("SIGINT", onInterrupt);
  process.kill(process.pid, "SIGINT");
}

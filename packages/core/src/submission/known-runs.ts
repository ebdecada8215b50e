import type { SupervisedRun } from "./supervised-run.ts";

const known = new Map<string, SupervisedRun>();

/** Lets other parts of this process find the run that it looks after, until the run has ended. */
export function rememberRun(run: SupervisedRun): void {
  known.set(run.run.id, run);
  const forget = (): void => void known.delete(run.run.id);
  run.ended.then(forget, forget);
}

/** The run, where this process looks after it. */
export function knownRun(flowRunId: string): SupervisedRun | null {
  return known.get(flowRunId) ?? null;
}

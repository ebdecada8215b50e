import type { SupervisedRun } from "./supervised-run.ts";

const known = new Map<string, Promise<SupervisedRun>>();

/** Lets other parts of this process find a run that it starts or looks after, from its creation until it has ended. */
export function rememberRun(flowRunId: string, starting: Promise<SupervisedRun>): void {
  known.set(flowRunId, starting);
  const forget = (): void => {
    if (known.get(flowRunId) === starting) known.delete(flowRunId);
  };
  starting.then(({ ended }) => ended.then(forget, forget), forget);
}

/** The run, where this process starts or looks after it. */
export function knownRun(flowRunId: string): Promise<SupervisedRun> | null {
  return known.get(flowRunId) ?? null;
}

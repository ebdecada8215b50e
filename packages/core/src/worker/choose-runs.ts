import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import type { ScheduledFlowRun } from "../control-plane/records/work-queue.ts";
import { isQueued } from "../submission/queued-run.ts";

export interface ChosenRuns {
  /** In the order in which they are to start. */
  readonly own: readonly FlowRunRecord[];
  /** Runs of other programs, such as Prefect's Python edition, which their workers have to start. */
  readonly foreign: readonly FlowRunRecord[];
}

/** Which of a pool's scheduled runs a worker starts. Pure. @param active the ids of those that it has already */
export function chooseRuns(
  scheduled: readonly ScheduledFlowRun[],
  active: ReadonlySet<string>,
  room: number,
): ChosenRuns {
  const runs = scheduled.map(({ flow_run: run }) => run).filter(({ id }) => !active.has(id));
  return { own: runs.filter(isQueued).slice(0, room), foreign: runs.filter((run) => !isQueued(run)) };
}

import type { FollowedRun } from "./followed-run.ts";
import type { SupervisedRun } from "./supervised-run.ts";

/** A run that this process looks after. */
export function followSupervised(supervised: SupervisedRun): FollowedRun {
  const { client, run, attempt, storage, launcher, reference, ended, cancel, detach } = supervised;
  return { client, flowRunId: run.id, attempt, storage, launcher, reference, ended: () => ended, cancel, detach };
}

import type { FollowedRun } from "./followed-run.ts";
import type { SupervisedRun } from "./supervised-run.ts";

/** A run that this process looks after. */
export function followSupervised(supervised: SupervisedRun): FollowedRun {
  const { client, run, storage, current, following, ended, cancel, detach } = supervised;
  return { client, flowRunId: run.id, storage, current, following, ended: () => ended, cancel, detach };
}

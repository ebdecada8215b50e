import type { InfrastructureReference } from "../contracts/launcher.ts";
import type { AttachedRun } from "./followed-run.ts";
import { isQueued } from "./queued-run.ts";
import { toState } from "./to-state.ts";

const QUIET_MILLISECONDS = 120_000;
const LOOK_MILLISECONDS = 5_000;

/** A submitter that lives has told the end of an infrastructure, and fetched what it left, within this. */
const TELLING_MILLISECONDS = 60_000;

/**
 * A Prefect server does not tell who looks after a run. It counts as abandoned once its last state is two minutes old
 * and its infrastructure ended a minute ago, which a submitter that lives would have told by then.
 */
export async function isAbandonedOnServer(
  { run, launcher }: AttachedRun,
  reference: InfrastructureReference | null,
): Promise<boolean> {
  if (Date.now() - toState(run).timestamp.getTime() < QUIET_MILLISECONDS) return false;
  // A worker of Prefect's Python edition keeps no record of what it launched.
  if (reference === null) return !isQueued(run);
  const look = AbortSignal.timeout(LOOK_MILLISECONDS);
  try {
    for await (const event of launcher.watch(reference, { signal: look })) {
      if (event.kind !== "exited") continue;
      return event.cause === "lost" || Date.now() - event.timestamp.getTime() >= TELLING_MILLISECONDS;
    }
  } catch (error) {
    if (!look.aborted) throw error;
  }
  return false;
}

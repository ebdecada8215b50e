import type { Leases } from "../control-plane/leases.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import type { InfrastructureRecord } from "./infrastructure-record.ts";
import type { AttachedRun } from "./followed-run.ts";
import { rememberRun } from "./known-runs.ts";
import { isWaiting } from "./queued-run.ts";
import { acquireRunLease, noLease, type RunLease } from "./run-lease.ts";
import { isAbandonedOnServer } from "./server-abandonment.ts";
import type { RunningAttempt, SupervisedRun } from "./supervised-run.ts";
import { superviseRun } from "./supervise-run.ts";
import { toState } from "./to-state.ts";

/** How long a run may be without a lease before that means that nobody looks after it. */
const STARTING_MILLISECONDS = 5000;

/** What an attempt runs on; without a reference where nothing of it was found. */
export type FoundAttempt = Omit<InfrastructureRecord, "reference"> & Pick<RunningAttempt, "reference">;

export interface TakeOverOptions {
  /** Whether what the run prints may be shown here. Default: true. */
  readonly isOutputShown?: boolean;
  /** Whether a run that is to be cancelled, and that nobody cancels, is taken though nothing tells whose it is. */
  readonly isForced?: boolean;
  /** Default: the time it is. */
  readonly now?: Date;
}

export interface TakeOverRequest extends TakeOverOptions {
  readonly attached: AttachedRun;
  readonly deliveryDirectory: string | null;
  findInfrastructure(): Promise<FoundAttempt>;
}

/** Looks after an unfinished run from here on, unless somebody else does. */
export async function takeOver(request: TakeOverRequest): Promise<SupervisedRun | null> {
  const { attached, findInfrastructure, isForced = false, now = new Date() } = request;
  const { client, flowRunId } = attached;
  if (isWaiting(attached.run)) return null;
  if (client.leases === null) {
    const found = await findInfrastructure();
    if (!isForced && !(await isAbandonedOnServer(attached, found.reference))) return null;
    return supervise(request, found, noLease);
  }
  if (await isBeingStarted(client.leases, attached.run, now)) return null;
  const lease = await acquireRunLease(client.leases, flowRunId);
  if (lease === null) return null;
  try {
    return supervise(request, await findInfrastructure(), lease);
  } catch (error) {
    await lease.release();
    throw error;
  }
}

/** Whoever creates a run, or claims it as a worker, takes its lease a moment later. */
async function isBeingStarted(leases: Leases, run: FlowRunRecord, now: Date): Promise<boolean> {
  if (run.state_type !== "PENDING" || (await leases.read(run.id)) !== null) return false;
  const age = now.getTime() - toState(run).timestamp.getTime();
  // A clock that was set back makes a run no younger.
  return age >= 0 && age < STARTING_MILLISECONDS;
}

function supervise(
  { attached, deliveryDirectory, isOutputShown = true }: TakeOverRequest,
  found: FoundAttempt,
  lease: RunLease,
): SupervisedRun {
  const { run, flowRunId } = attached;
  const running: RunningAttempt = {
    ...attached,
    ...found,
    flow: null,
    deliveryDirectory,
    parcelKey: null,
    runningSince: run.state_type === "RUNNING" && run.start_time !== null ? new Date(run.start_time) : null,
    isResumed: true,
    isOutputShown: isOutputShown && run.job_variables?.["stream_output"] !== false,
  };
  const supervised = superviseRun(running, lease, { isCancelled: run.state_type === "CANCELLING" });
  rememberRun(flowRunId, Promise.resolve(supervised));
  return supervised;
}

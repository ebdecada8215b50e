import type { InfrastructureReference } from "../contracts/launcher.ts";
import type { AttachedRun } from "./followed-run.ts";
import { rememberRun } from "./known-runs.ts";
import { acquireRunLease, noLease } from "./run-lease.ts";
import { isAbandonedOnServer } from "./server-abandonment.ts";
import type { SupervisedRun } from "./supervised-run.ts";
import { superviseRun } from "./supervise-run.ts";

export interface TakeOverRequest {
  readonly attached: AttachedRun;
  readonly deliveryDirectory: string | null;
  findReference(): Promise<InfrastructureReference | null>;
}

/** Looks after an unfinished run from here on, unless somebody else does. */
export async function takeOver({
  attached,
  deliveryDirectory,
  findReference,
}: TakeOverRequest): Promise<SupervisedRun | null> {
  const { client, run, flowRunId } = attached;
  if (client.leases === null) {
    const reference = await findReference();
    if (!(await isAbandonedOnServer(attached, reference))) return null;
    return supervise(noLease, reference);
  }
  const lease = await acquireRunLease(client.leases, flowRunId);
  if (lease === null) return null;
  try {
    return supervise(lease, await findReference());
  } catch (error) {
    await lease.release();
    throw error;
  }

  function supervise(lease: typeof noLease, reference: InfrastructureReference | null): SupervisedRun {
    const isOutputShown = run.job_variables?.["stream_output"] !== false;
    const found = { ...attached, deliveryDirectory, reference, isOutputShown };
    const running = { ...found, run, flow: null, parcelKey: null, isResumed: true };
    const supervised = superviseRun(running, lease);
    rememberRun(flowRunId, Promise.resolve(supervised));
    return supervised;
  }
}

import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { readAllPages } from "../control-plane/read-all-pages.ts";
import { messageOf } from "../errors/thrown.ts";
import { adoptRun } from "../submission/attach-run.ts";
import { storageLabel } from "../submission/create-run.ts";
import { isKnownGone } from "../submission/process-identity.ts";
import type { SupervisedRun } from "../submission/supervised-run.ts";
import { claimantOf, propose, toReclaim } from "./claim.ts";
import type { WorkerOptions } from "./worker-options.ts";

export interface Recovery {
  /** A run that another worker had claimed and can launch no more; it is this one's now. */
  onReclaimed(run: FlowRunRecord): void;
  /** A run that nobody looked after any more, and this worker does now. */
  onAdopted(run: FlowRunRecord, supervised: SupervisedRun): void;
}

/** Looks for runs of the pool whose worker, or submitter, is gone. Never rejects: it is done again later. */
export async function recoverRuns(
  options: WorkerOptions,
  active: ReadonlySet<string>,
  { onReclaimed, onAdopted }: Recovery,
): Promise<void> {
  const { client, infrastructure, name, report } = options;
  try {
    const [runs, online] = await Promise.all([readActiveRuns(options), readOnlineWorkers(options)]);
    for (const run of runs) {
      if (active.has(run.id) || storageLabel(run.labels) === null) continue;
      if (await isLookedAfter(client, run.id)) continue;
      const claimant = claimantOf(run);
      try {
        if (claimant !== null) {
          // A worker of this name that started this run is an earlier one: this one does not know of it.
          const isGone = claimant === name || !online.has(claimant);
          if (isGone && (await propose(client, run.id, toReclaim(name, run)))) onReclaimed(run);
          continue;
        }
        const supervised = await adoptRun(client, infrastructure, run.id);
        if (supervised !== null) onAdopted(run, supervised);
      } catch (error) {
        report.warn(`Flow run '${run.name}' (${run.id}) could not be looked after: ${messageOf(error)}`);
      }
    }
  } catch (error) {
    report.warn(`Runs that nobody looks after could not be looked for: ${messageOf(error)}`);
  }
}

/** Known at once where the control plane has leases, which says nothing of a run that is without one. */
async function isLookedAfter({ leases }: PrefectClient, flowRunId: string): Promise<boolean> {
  const lease = (await leases?.read(flowRunId)) ?? null;
  return lease !== null && lease.expiresAt.getTime() > Date.now() && !(await isKnownGone(lease));
}

async function readActiveRuns({ client, workPool }: WorkerOptions): Promise<readonly FlowRunRecord[]> {
  return await readAllPages((page) =>
    client.filterFlowRuns({
      flow_runs: { state: { type: { any_: ["PENDING", "RUNNING", "CANCELLING"] } } },
      work_pools: { name: { any_: [workPool] } },
      ...page,
    }),
  );
}

async function readOnlineWorkers({ client, workPool }: WorkerOptions): Promise<ReadonlySet<string>> {
  const workers = await client.filterWorkers(workPool, { workers: { status: { any_: ["ONLINE"] } } });
  return new Set(workers.map(({ name }) => name));
}

import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { ObjectNotFoundError } from "../errors/object-not-found-error.ts";
import { adoptRun, type AttachedInfrastructure } from "./attach-run.ts";
import { isTerminal } from "./terminal-state.ts";
import { toState } from "./to-state.ts";
import { withinSeconds } from "./within-seconds.ts";

/** How long a look takes at most where the infrastructure still runs. What has ended is concluded, however long it takes. */
const LOOK_SECONDS = 2;

/** How many runs are looked at at once. */
const CONCURRENCY = 10;

/**
 * Brings a run that nobody looks after up to date: where its infrastructure has ended, it gets its terminal state; else
 * what it has printed and entered since is recorded, and it is left alone.
 */
export async function reconcileRun(
  client: PrefectClient,
  infrastructure: AttachedInfrastructure,
  flowRunId: string,
): Promise<void> {
  const adopted = await adoptRun(client, infrastructure, flowRunId, { isOutputShown: false });
  if (adopted === null) return;
  const ended = adopted.ended.catch(() => undefined);
  if (!(await withinSeconds(LOOK_SECONDS, ended))) adopted.detach();
  await ended;
}

/** Reconciles the runs of a work pool whose lease ran out. Never rejects: what fails here, `attach` tells. */
export async function reconcileAbandoned(
  client: PrefectClient,
  infrastructure: AttachedInfrastructure,
  workPool: string,
): Promise<void> {
  const { leases } = client;
  if (leases === null) return;
  const expired = await leases.listExpired().catch(() => []);
  for (let at = 0; at < expired.length; at += CONCURRENCY) {
    const looked = expired.slice(at, at + CONCURRENCY).map(async (lease) => {
      const run = await client.readFlowRun(lease.flowRunId).catch((error: unknown) => {
        if (ObjectNotFoundError.isInstance(error)) return null;
        throw error;
      });
      // Its holder died between the end of the run and that of the lease.
      if (run === null || isTerminal(toState(run).type)) await leases.release(lease.flowRunId, lease);
      else if (run.work_pool_name === workPool) await reconcileRun(client, infrastructure, run.id);
    });
    await Promise.allSettled(looked);
  }
}

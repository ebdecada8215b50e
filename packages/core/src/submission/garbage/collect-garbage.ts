import { MINIMUM_RETENTION_DAYS } from "../../bundle/part-retention.ts";
import type { Storage } from "../../contracts/storage.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import { resolveBundleStorage } from "../resolve-bundle-storage.ts";
import { toResolvedWorkPool } from "../resolve-work-pool.ts";
import { collectInfrastructure, type PoolSweep } from "./collect-infrastructure.ts";
import { collectLeftovers } from "./collect-leftovers.ts";
import { collectObjects } from "./collect-objects.ts";
import { concludeAbandoned } from "./conclude-abandoned.ts";
import type { GarbageFinding, GarbageGap } from "./garbage.ts";
import { openPoolLaunchers, type PoolType } from "./pool-launchers.ts";
import { messageOf } from "../../errors/thrown.ts";

const MILLISECONDS_PER_DAY = 86_400_000;

export interface GarbageCollection {
  readonly client: PrefectClient;
  readonly pools: readonly WorkPoolRecord[];
  /** The infrastructure types that are installed here. */
  readonly types: readonly PoolType[];
  /** Bundles, inputs, results and logs of runs that ended longer ago than this go. At least `MINIMUM_RETENTION_DAYS`. */
  readonly retentionDays: number;
  readonly dryRun: boolean;
  readonly now?: Date;
}

/**
 * Looks through the infrastructure and the bundle storage of work pools, and removes what no run needs any more: what
 * runs on after its run has ended, what was left behind, runs that nobody looks after and what storage keeps of runs
 * that ended long ago. A pool that cannot be looked through is told as a gap.
 */
export async function* collectGarbage(
  collection: GarbageCollection,
): AsyncGenerator<GarbageFinding | GarbageGap, void> {
  const { client, pools, types, dryRun, now = new Date() } = collection;
  const storages = new Map<string, { readonly storage: Storage; readonly workPool: string }>();
  for (const pool of pools) {
    const type = types.find((known) => known.type === pool.type);
    if (type === undefined) {
      yield { workPool: pool.name, problem: `no installed package knows work pools of type '${pool.type}'` };
      continue;
    }
    yield* guard(pool.name, collectPool({ client, type, pool, now, dryRun }));
    try {
      const storage = await openStorageOf(client, pool, type);
      const place = storage?.describe() ?? "";
      if (storage !== null && !storages.has(place)) storages.set(place, { storage, workPool: pool.name });
    } catch (error) {
      yield { workPool: pool.name, problem: messageOf(error) };
    }
  }
  const retentionDays = Math.max(collection.retentionDays, MINIMUM_RETENTION_DAYS);
  const cutoff = new Date(now.getTime() - retentionDays * MILLISECONDS_PER_DAY);
  for (const { storage, workPool } of storages.values()) {
    yield* guard(workPool, collectObjects({ client, storage, workPool, now, cutoff, dryRun }));
  }
}

async function* collectPool(sweep: PoolSweep): AsyncGenerator<GarbageFinding, void> {
  const withInfrastructure = new Set<string>();
  for (const launcher of await openPoolLaunchers(sweep.client, sweep.type, sweep.pool)) {
    for await (const { flowRunId, ...finding } of collectInfrastructure(sweep, launcher)) {
      if (flowRunId !== null) withInfrastructure.add(flowRunId);
      yield finding;
    }
    yield* collectLeftovers(sweep, launcher);
  }
  yield* concludeAbandoned(sweep, withInfrastructure);
}

/** A pool without storage of its own, on a platform without a default, has nothing stored. */
async function openStorageOf(client: PrefectClient, pool: WorkPoolRecord, type: PoolType): Promise<Storage | null> {
  const { bundle_upload_step: upload } = pool.storage_configuration;
  if (upload == null && type.defaultStorage === undefined) return null;
  return (await resolveBundleStorage(client, toResolvedWorkPool(pool), type)).storage;
}

/** One pool that fails must not keep the others from being looked at. */
async function* guard(
  workPool: string,
  findings: AsyncIterable<GarbageFinding>,
): AsyncGenerator<GarbageFinding | GarbageGap, void> {
  try {
    yield* findings;
  } catch (error) {
    yield { workPool, problem: messageOf(error) };
  }
}

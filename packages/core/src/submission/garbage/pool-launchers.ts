import type { CommonInfrastructureOptions, InfrastructureType } from "../../contracts/infrastructure-type.ts";
import type { Launcher } from "../../contracts/launcher.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import { openLauncher } from "../open-launcher.ts";
import { renderRecordedConfiguration } from "../recorded-configuration.ts";

/** The job variables of so many of a pool's newest runs tell where its infrastructure may be. */
const RUNS_LOOKED_AT = 200;

export type PoolType = Pick<
  InfrastructureType<CommonInfrastructureOptions, unknown>,
  "type" | "baseJobTemplate" | "defaultStorage" | "parseConfiguration" | "createLauncher" | "connectionOf"
>;

/**
 * One launcher for each cluster, account or engine that the pool's newest runs were launched on, and for the one that
 * the pool's own defaults name.
 */
export async function openPoolLaunchers(
  client: PrefectClient,
  type: PoolType,
  pool: WorkPoolRecord,
): Promise<readonly Launcher<unknown>[]> {
  const runs = await client.filterFlowRuns({
    work_pools: { name: { any_: [pool.name] } },
    limit: RUNS_LOOKED_AT,
    sort: "EXPECTED_START_TIME_DESC",
  });
  const launchers = new Set<Launcher<unknown>>();
  const defaults = { id: pool.id, work_pool_name: pool.name, job_variables: {} };
  for (const run of [defaults, ...runs]) {
    const configuration = await renderRecordedConfiguration(client, type, run).catch(() => null);
    if (configuration !== null) launchers.add(await openLauncher(type, configuration));
  }
  return [...launchers];
}

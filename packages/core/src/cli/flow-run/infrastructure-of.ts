import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import { storageLabel } from "../../submission/create-run.ts";
import type { CliContext } from "../cli-context.ts";
import { discoverInfrastructureTypes, type DiscoveredType } from "../plugins/discover-infrastructure-types.ts";

/**
 * What a run is on, where it was submitted to infrastructure from TypeScript and the type is known here; else `null`:
 * then it can be read, but not looked after.
 */
export async function infrastructureOf(
  context: CliContext,
  client: PrefectClient,
  flowRun: FlowRunRecord,
): Promise<DiscoveredType | null> {
  if (flowRun.work_pool_name === null || storageLabel(flowRun.labels) === null) return null;
  const pool = await client.readWorkPool(flowRun.work_pool_name);
  const types = await discoverInfrastructureTypes(context.environment.cwd);
  return types.find((known) => known.type === pool?.type) ?? null;
}

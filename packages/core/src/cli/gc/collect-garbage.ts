import { MINIMUM_RETENTION_DAYS } from "../../bundle/part-retention.ts";
import { readAllPages } from "../../control-plane/read-all-pages.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import { CommandError } from "../../errors/command-error.ts";
import type { GarbageFinding, GarbageGap } from "../../submission/garbage/garbage.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { discoverInfrastructureTypes } from "../plugins/discover-infrastructure-types.ts";
import { requireWorkPool } from "../work-pool/require-work-pool.ts";
import { printFinding, printSummary } from "./print-findings.ts";

interface GarbageOptions extends OutputOptions {
  readonly dryRun?: boolean;
  readonly workPool?: readonly string[];
  readonly retentionDays: number;
}

/** `prefect gc`: what was found is printed as it is found, so that a long sweep shows where it is. */
export async function collectGarbageOfPools(context: CliContext, options: GarbageOptions): Promise<void> {
  const { dryRun = false, retentionDays, output } = options;
  if (retentionDays < MINIMUM_RETENTION_DAYS) {
    throw new CommandError({
      problem: `--retention-days ${String(retentionDays)} could remove what a run that starts now needs.`,
      mend: `Keep at least ${String(MINIMUM_RETENTION_DAYS)} days.`,
    });
  }
  const client = await context.openControlPlane();
  const pools = await readPools(client, options.workPool);
  const types = await discoverInfrastructureTypes(context.environment.cwd);
  const { collectGarbage } = await import("../../submission/garbage/collect-garbage.ts");
  const findings: GarbageFinding[] = [];
  const gaps: GarbageGap[] = [];
  for await (const item of collectGarbage({ client, pools, types, retentionDays, dryRun })) {
    if ("kind" in item) findings.push(item);
    else gaps.push(item);
    if (output !== "json") printFinding(context, item, dryRun);
  }
  if (output === "json") context.printJson({ dry_run: dryRun, findings, gaps });
  else printSummary(context, findings, dryRun);
  const failures = gaps.length + findings.filter(({ problem }) => problem !== null).length;
  if (failures > 0) {
    throw new CommandError({
      problem: `${String(failures)} of them could not be looked at or removed.`,
      mend: "Mend what the lines above name, and run the command again: what is done stays done.",
    });
  }
}

async function readPools(
  client: PrefectClient,
  names: readonly string[] | undefined,
): Promise<readonly WorkPoolRecord[]> {
  if (names === undefined) return await readAllPages((page) => client.filterWorkPools(page));
  return await Promise.all(names.map((name) => requireWorkPool(client, name)));
}

import { setTimeout as delay } from "node:timers/promises";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import { readAllPages } from "../../control-plane/read-all-pages.ts";
import { adoptRun } from "../attach-run.ts";
import { storageLabel } from "../create-run.ts";
import type { PoolSweep } from "./collect-infrastructure.ts";
import type { GarbageFinding } from "./garbage.ts";
import { readStanding } from "./run-standings.ts";
import { messageOf } from "../../errors/thrown.ts";

/** Infrastructure that has ended is concluded within this; what takes longer still runs after all. */
const CONCLUSION_MILLISECONDS = 60_000;
/** A run as young as this may be between its creation and its lease. */
const YOUNG_MILLISECONDS = 60_000;

/** Gives an abandoned run its terminal state. Answers what kept it from that, or `null`. */
export async function conclude(
  { client, type, now }: Pick<PoolSweep, "client" | "type" | "now">,
  flowRunId: string,
): Promise<string | null> {
  const supervised = await adoptRun(client, type, flowRunId, { isOutputShown: false, now });
  if (supervised === null) return null;
  const timeout = new AbortController();
  const late = delay(CONCLUSION_MILLISECONDS, "late" as const, { signal: timeout.signal, ref: true });
  late.catch(() => undefined);
  try {
    if ((await Promise.race([supervised.ended, late])) !== "late") return null;
    supervised.detach();
    return "its infrastructure still runs";
  } finally {
    timeout.abort();
  }
}

/** Runs of the pool that have no infrastructure left and that nobody looks after. */
export async function* concludeAbandoned(
  sweep: PoolSweep,
  withInfrastructure: ReadonlySet<string>,
): AsyncGenerator<GarbageFinding, void> {
  for (const { id, state, created, labels } of await readUnfinished(sweep)) {
    const since = new Date(state?.timestamp ?? created ?? 0);
    if (withInfrastructure.has(id) || storageLabel(labels) === null) continue;
    if (sweep.now.getTime() - since.getTime() < YOUNG_MILLISECONDS) continue;
    if ((await readStanding(sweep.client, id, sweep.now)).isHeld) continue;
    yield {
      workPool: sweep.pool.name,
      kind: "flow run",
      name: id,
      action: "concluded",
      reason: "it has not ended, has no infrastructure, and nobody looks after it",
      bytes: null,
      problem: sweep.dryRun ? null : await concludeQuietly(sweep, id),
    };
  }
}

async function concludeQuietly(sweep: PoolSweep, flowRunId: string): Promise<string | null> {
  return await conclude(sweep, flowRunId).catch((error: unknown) => messageOf(error));
}

async function readUnfinished({ client, pool }: PoolSweep): Promise<readonly FlowRunRecord[]> {
  return await readAllPages((page) =>
    client.filterFlowRuns({
      ...page,
      work_pools: { name: { any_: [pool.name] } },
      flow_runs: { state: { type: { any_: ["PENDING", "RUNNING", "CANCELLING"] } } },
    }),
  );
}

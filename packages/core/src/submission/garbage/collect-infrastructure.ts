import type { FoundInfrastructure, Launcher } from "../../contracts/launcher.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import { cancellationGraceSeconds } from "../cancellation-grace.ts";
import { conclude } from "./conclude-abandoned.ts";
import type { GarbageFinding } from "./garbage.ts";
import { judgeInfrastructure, type Judgement } from "./judge-infrastructure.ts";
import type { PoolType } from "./pool-launchers.ts";
import { readStanding } from "./run-standings.ts";
import { messageOf } from "../../errors/thrown.ts";

export interface PoolSweep {
  readonly client: PrefectClient;
  readonly type: PoolType;
  readonly pool: WorkPoolRecord;
  readonly now: Date;
  readonly dryRun: boolean;
}

/** Looks at everything that a launcher finds of a pool, and ends or removes what no run needs. */
export async function* collectInfrastructure(
  sweep: PoolSweep,
  launcher: Launcher<unknown>,
): AsyncGenerator<GarbageFinding & { readonly flowRunId: string | null }, void> {
  for await (const found of launcher.find({ "prefect.io/work-pool-id": sweep.pool.id })) {
    const judgement = await judge(sweep, found);
    const problem = sweep.dryRun ? null : await carryOut(sweep, launcher, found, judgement);
    yield {
      workPool: sweep.pool.name,
      kind: "infrastructure",
      name: found.reference.infrastructurePid,
      ...judgement,
      bytes: null,
      problem,
      flowRunId: found.flowRunId,
    };
  }
}

async function judge({ client, now }: PoolSweep, found: FoundInfrastructure): Promise<Judgement> {
  if (found.flowRunId === null) return { action: "kept", reason: "its labels name no flow run" };
  return judgeInfrastructure(found, await readStanding(client, found.flowRunId, now), now);
}

/** What went wrong, in one line; `null` where nothing did. */
async function carryOut(
  sweep: PoolSweep,
  launcher: Launcher<unknown>,
  found: FoundInfrastructure,
  { action }: Judgement,
): Promise<string | null> {
  const { reference, flowRunId } = found;
  try {
    if (action === "concluded" && flowRunId !== null) {
      const problem = await conclude(sweep, flowRunId);
      if (problem === null) await removeOnceEnded(sweep, launcher, found, flowRunId);
      return problem;
    }
    if (action === "ended") await launcher.kill(reference, { graceSeconds: cancellationGraceSeconds });
    if (action === "ended" || action === "removed") await launcher.cleanup(reference);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** The end of a run removes what its last attempt left; this may be of one before. */
async function removeOnceEnded(
  { client, now }: PoolSweep,
  launcher: Launcher<unknown>,
  found: FoundInfrastructure,
  flowRunId: string,
): Promise<void> {
  const { run } = await readStanding(client, flowRunId, now);
  const { action } = judgeInfrastructure(found, { run, isHeld: false }, now);
  if (action === "removed") await launcher.cleanup(found.reference);
}

import { listAttempts } from "../bundle/manifest-store.ts";
import type { InfrastructureEnd } from "../contracts/outcome.ts";
import type { StateType } from "../contracts/state.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { findRun } from "./attach-run.ts";
import { storageLabel } from "./create-run.ts";
import { readInfrastructureRecord } from "./infrastructure-record.ts";
import { readRefinedOutcome } from "./platform-end.ts";

/** One start of a run on infrastructure. */
export interface AttemptSummary {
  readonly attempt: number;
  /** `null` where it was not launched, or nobody could record it. */
  readonly infrastructureType: string | null;
  readonly infrastructurePid: string | null;
  readonly launchedAt: Date | null;
  /** `null` until it has ended. */
  readonly state: { readonly type: StateType; readonly name: string } | null;
  /** What its infrastructure did to it, where that ended it. */
  readonly infrastructure: InfrastructureEnd | null;
}

/** The attempts of a run, in order; none where it was not submitted to infrastructure from here. Throws what its storage throws. */
export async function readAttempts(client: PrefectClient, run: FlowRunRecord): Promise<readonly AttemptSummary[]> {
  if (storageLabel(run.labels) === null) return [];
  const { storage } = await findRun(client, run.id);
  const attempts = await listAttempts(storage, run.id);
  return await Promise.all(
    attempts.map(async (attempt) => {
      const [record, outcome] = await Promise.all([
        readInfrastructureRecord(storage, run.id, attempt),
        readRefinedOutcome(storage, run.id, attempt),
      ]);
      return {
        attempt,
        infrastructureType: record?.reference.type ?? null,
        infrastructurePid: record?.reference.infrastructurePid ?? null,
        launchedAt: record?.launchedAt ?? null,
        state: outcome === null ? null : { type: outcome.state.type, name: outcome.state.name },
        infrastructure: outcome?.infrastructure ?? null,
      };
    }),
  );
}

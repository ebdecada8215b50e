import pRetry from "p-retry";
import { readOutcome, sealAttempt } from "../bundle/outcome-store.ts";
import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import { toInfrastructureError } from "../errors/to-infrastructure-error.ts";
import { toInfrastructureEnd } from "./infrastructure-failure.ts";

const STORAGE_RETRIES = 5;

export interface Attempt {
  readonly storage: Storage;
  readonly flowRunId: string;
  readonly attempt: number;
}

/**
 * How an attempt ended, once its infrastructure has: the runner's own outcome, or, where it left none, one that is
 * sealed here and that a late runner can no longer replace.
 */
export async function concludeAttempt(
  { storage, flowRunId, attempt }: Attempt,
  exit: InfrastructureExit,
  logTail: readonly string[],
): Promise<Outcome> {
  return await pRetry(
    async () => {
      const outcome = await readOutcome(storage, flowRunId, attempt);
      if (outcome !== null) return outcome;
      const infrastructure = toInfrastructureEnd(exit, logTail);
      const { message } = toInfrastructureError(infrastructure, flowRunId);
      const state = { type: "CRASHED", name: "Crashed", message } as const;
      const { standing } = await sealAttempt(storage, { flowRunId, attempt, state, infrastructure });
      return standing;
    },
    { retries: STORAGE_RETRIES, minTimeout: 100, randomize: true },
  );
}

/** Ends an attempt as cancelled, unless it has ended. */
export async function sealCancelled(storage: Storage, flowRunId: string, attempt: number): Promise<void> {
  const state = { type: "CANCELLED", name: "Cancelled", message: "Flow run was cancelled." } as const;
  await pRetry(() => sealAttempt(storage, { flowRunId, attempt, state }), {
    retries: STORAGE_RETRIES,
    minTimeout: 100,
    randomize: true,
  });
}

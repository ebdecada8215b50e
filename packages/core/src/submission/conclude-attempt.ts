import pRetry from "p-retry";
import { readOutcome, sealAttempt } from "../bundle/outcome-store.ts";
import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import { describeExit } from "./infrastructure-failure.ts";

const STORAGE_RETRIES = 5;

export interface EndedAttempt {
  readonly storage: Storage;
  readonly flowRunId: string;
  readonly attempt: number;
  /** Whether the run was being cancelled when its infrastructure ended. */
  readonly cancelling: boolean;
}

/**
 * How an attempt ended, once its infrastructure has: the runner's own outcome, or, where it left none, one that is
 * sealed here and that a late runner can no longer replace.
 */
export async function concludeAttempt(ended: EndedAttempt, exit: InfrastructureExit): Promise<Outcome> {
  const { storage, flowRunId, attempt } = ended;
  return await pRetry(
    async () => {
      const outcome = await readOutcome(storage, flowRunId, attempt);
      if (outcome !== null) return outcome;
      const { standing } = await sealAttempt(storage, { flowRunId, attempt, ...sealFor(exit, ended.cancelling) });
      return standing;
    },
    { retries: STORAGE_RETRIES, minTimeout: 100, randomize: true },
  );
}

function sealFor(exit: InfrastructureExit, cancelling: boolean): Pick<Outcome, "state" | "infrastructure"> {
  if (cancelling) {
    return {
      state: {
        type: "CANCELLED",
        name: "Cancelled",
        message: "Flow run was cancelled and its infrastructure stopped.",
      },
    };
  }
  const infrastructure = describeExit(exit);
  return { state: { type: "CRASHED", name: "Crashed", message: infrastructure.message }, infrastructure };
}

import { sealAttempt } from "../bundle/outcome-store.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { FlowRunCancelledError } from "../errors/flow-run-cancelled-error.ts";
import { InfrastructureError } from "../errors/infrastructure-error.ts";
import { reportOutcome, toTerminalState } from "./report-outcome.ts";
import { warn } from "./run-console.ts";

export interface UnstartedRun {
  readonly client: PrefectClient;
  /** `null` where it could not be opened. */
  readonly storage: Storage | null;
  readonly run: FlowRunRecord;
  readonly attempt: number;
  /** Whether the caller's signal asked for the run to be cancelled. */
  readonly wasAborted: boolean;
}

/**
 * Ends a run whose infrastructure could not be created, with the reason. The attempt is sealed first: where the create
 * call had an effect all the same, what runs there can no longer commit, and what has committed already is how the run
 * ended. Never throws, so that the caller's own error is the one that is seen.
 */
export async function failRun(
  { client, storage, run, attempt, wasAborted }: UnstartedRun,
  error: unknown,
): Promise<void> {
  const state = toFailure(error, wasAborted || FlowRunCancelledError.isInstance(error));
  let ended: Pick<Outcome, "state" | "value"> = { state, value: null };
  try {
    const infrastructure = InfrastructureError.isInstance(error) ? { infrastructure: error.toEnd() } : {};
    const seal = { flowRunId: run.id, attempt, state, ...infrastructure };
    if (storage !== null) ({ standing: ended } = await sealAttempt(storage, seal));
  } catch (sealError) {
    warn(run.name, sealError);
  }
  try {
    await reportOutcome(client, run.id, toTerminalState(ended.state, ended.value));
  } catch (reportError) {
    warn(run.name, reportError);
  }
}

function toFailure(error: unknown, isCancelled: boolean): Outcome["state"] {
  if (isCancelled) {
    return {
      type: "CANCELLED",
      name: "Cancelled",
      message: "Flow run was cancelled before its infrastructure started.",
    };
  }
  const description = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { type: "CRASHED", name: "Crashed", message: `Failed to submit flow run to infrastructure: ${description}` };
}

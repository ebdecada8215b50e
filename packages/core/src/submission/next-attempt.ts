import type { InfrastructureRetries } from "../contracts/infrastructure-type.ts";
import type { ExitCause } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { StateProposal } from "../contracts/state.ts";

/** What ended an attempt that its flow did not end; `null` where the flow did, or somebody cancelled it. Pure. */
export function causeOf({ state, infrastructure }: Outcome): ExitCause | null {
  return state.type === "CRASHED" ? (infrastructure?.cause ?? null) : null;
}

/** Whether an attempt that ended so is followed by another. Pure. @param made how many further attempts there were */
export function isRetried(
  { maximum, causes }: Required<InfrastructureRetries>,
  made: number,
  cause: ExitCause | null,
): boolean {
  return cause !== null && made < maximum && causes.includes(cause);
}

/**
 * What a run shows between two attempts. Never `SCHEDULED`, by which a worker of the pool would start it as well. Pure.
 */
export function toRetryingState(
  { maximum, delaySeconds }: Required<InfrastructureRetries>,
  { attempt, made, cause, message }: { attempt: number; made: number; cause: ExitCause; message: string },
): StateProposal {
  const next = `Attempt ${attempt + 1} (infrastructure retry ${made + 1} of ${maximum}) starts in ${delaySeconds} s.`;
  return {
    type: "PENDING",
    name: "InfrastructureRetrying",
    message: `Attempt ${attempt} was ended by its infrastructure (${cause}): ${message} ${next}`,
  };
}

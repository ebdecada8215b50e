import pRetry from "p-retry";
import { sealAttempt, type Seal } from "../bundle/outcome-store.ts";
import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import type { Verdict } from "./attempt-phase.ts";
import { refineEnd, toInfrastructureEnd } from "./infrastructure-failure.ts";
import { keepPlatformEnd, readRefinedOutcome, toCrash, withEnd } from "./platform-end.ts";

/** About 15 s: what was decided is carried out even where storage does not answer. */
const SEAL_RETRIES = { retries: 7, minTimeout: 100, maxTimeout: 10_000, randomize: true } as const;

/** About a minute, as long as the runner tries to store an outcome. */
const READ_RETRIES = { retries: 9, minTimeout: 250, maxTimeout: 15_000, randomize: true } as const;

export interface Attempt {
  readonly storage: Storage;
  readonly flowRunId: string;
  readonly attempt: number;
}

/** Ends an attempt from outside, unless it has ended. Gives the outcome that stands. */
export async function sealVerdict(attempt: Attempt, verdict: Verdict, logTail: readonly string[]): Promise<Outcome> {
  const seal = toSeal(attempt, verdict, logTail);
  return (await pRetry(() => sealAttempt(attempt.storage, seal), SEAL_RETRIES)).standing;
}

/**
 * How an attempt ended, once its infrastructure has: the runner's own outcome, or, where it left none, one that is
 * sealed here and that a late runner can no longer replace.
 */
export async function concludeAttempt(
  attempt: Attempt,
  { verdict, exit }: { readonly verdict: Verdict | null; readonly exit: InfrastructureExit },
  logTail: readonly string[],
): Promise<Outcome> {
  const { storage, flowRunId } = attempt;
  const outcome = await pRetry(async () => {
    const standing = await readRefinedOutcome(storage, flowRunId, attempt.attempt);
    if (standing !== null) return standing;
    const seen = verdict ?? { by: "infrastructure", end: toInfrastructureEnd(exit, logTail) };
    return (await sealAttempt(storage, toSeal(attempt, seen, logTail))).standing;
  }, READ_RETRIES);
  return await refine(storage, outcome, exit);
}

/** A runner that gets a signal cannot know why; where its platform does, that is the cause. */
async function refine(storage: Storage, outcome: Outcome, exit: InfrastructureExit): Promise<Outcome> {
  const { infrastructure } = outcome;
  const refined = infrastructure === undefined ? null : refineEnd(infrastructure, exit);
  if (refined === null) return outcome;
  // Where it cannot be kept, the control plane is told of it all the same.
  return await keepPlatformEnd(storage, outcome, refined).catch(() => withEnd(outcome, refined));
}

function toSeal({ flowRunId, attempt }: Attempt, verdict: Verdict, logTail: readonly string[]): Seal {
  if (verdict.by === "cancellation") {
    const state = { type: "CANCELLED", name: "Cancelled", message: "Flow run was cancelled." } as const;
    return { flowRunId, attempt, state };
  }
  const tail = logTail.length === 0 || verdict.end.logTail !== undefined ? {} : { logTail };
  return { flowRunId, attempt, ...toCrash({ ...verdict.end, ...tail }, flowRunId) };
}

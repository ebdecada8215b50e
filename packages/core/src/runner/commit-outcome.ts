import { writeOutcome, type OutcomeAnswer } from "../bundle/outcome-store.ts";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import type { AttemptReport } from "./perform-attempt.ts";
import { retryStorage, type RetryPolicy } from "./storage-retry.ts";

/** Pure. */
export function toOutcome(
  { flowRunId, attempt }: BundleManifest,
  executionId: string,
  report: AttemptReport,
  endedAt: Date,
): Outcome {
  const { verdict, value, peakMemoryBytes, fetchSeconds, startSeconds, runSeconds, storeSeconds } = report;
  return {
    formatVersion: 1,
    flowRunId,
    attempt,
    executionId,
    ...verdict,
    value,
    timings: { fetchSeconds, startSeconds, runSeconds, storeSeconds },
    peakMemoryBytes,
    endedAt: endedAt.toISOString(),
  };
}

/**
 * Ends the attempt with what this runner saw, unless it was ended meanwhile; then what this runner stored as its result
 * is removed. Throws what the storage throws after the last retry.
 */
export async function commitOutcome(
  storage: Storage,
  outcome: Outcome,
  { resultTarget }: Pick<AttemptReport, "resultTarget">,
  retry: RetryPolicy,
): Promise<OutcomeAnswer> {
  const answer = await retryStorage(() => writeOutcome(storage, outcome), retry);
  if (!answer.won && outcome.value !== null) {
    // What cannot be removed is named by no outcome; who won is known all the same.
    await resultTarget?.storage.delete(outcome.value.key).catch(() => undefined);
  }
  return answer;
}

import type { InfrastructureEnd, Outcome } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import { StorageObjectNotFoundError } from "../errors/storage-object-not-found-error.ts";
import { loadRecord } from "./load-record.ts";
import {
  anyObject,
  count,
  listOf,
  nullable,
  number,
  objectOf,
  oneOf,
  optional,
  sha256,
  text,
  type Shape,
} from "./record-shape.ts";
import { outcomeKey } from "./run-layout.ts";

export const infrastructureEndShape: Shape = objectOf({
  cause: text,
  exitCode: nullable(number),
  message: text,
  platformReason: optional(text),
  hint: optional(text),
  logTail: optional(listOf(text)),
});

const outcomeShape = objectOf({
  flowRunId: text,
  attempt: count,
  executionId: nullable(text),
  state: objectOf({
    type: oneOf("COMPLETED", "FAILED", "CRASHED", "CANCELLED"),
    name: text,
    message: nullable(text),
  }),
  value: nullable(
    objectOf({
      kind: oneOf("result", "error"),
      key: text,
      sha256,
      bytes: count,
      metadata: objectOf({ storage_key: nullable(text), serializer: anyObject, storage_block_id: nullable(text) }),
    }),
  ),
  infrastructure: optional(infrastructureEndShape),
  timings: objectOf({ fetchSeconds: number, startSeconds: number, runSeconds: number, storeSeconds: number }),
  peakMemoryBytes: nullable(number),
  endedAt: text,
});

/** What stands after an attempt to end an attempt of a run. */
export interface OutcomeAnswer {
  /** Whether the outcome that was offered is the one that stands. */
  readonly won: boolean;
  readonly standing: Outcome;
}

/** How an attempt is ended by somebody who did not run it. */
export interface Seal {
  readonly flowRunId: string;
  readonly attempt: number;
  readonly state: Outcome["state"];
  readonly infrastructure?: InfrastructureEnd;
}

/** The outcome of an attempt, or `null` while there is none. */
export async function readOutcome(storage: Storage, flowRunId: string, attempt: number): Promise<Outcome | null> {
  try {
    return await loadRecord<Outcome>(storage, outcomeKey(flowRunId, attempt), outcomeShape);
  } catch (error) {
    if (StorageObjectNotFoundError.isInstance(error)) return null;
    throw error;
  }
}

/**
 * Ends an attempt, unless it has ended. An outcome that says the same container wrote it counts as ours: a write whose
 * answer was lost on the way is no defeat.
 */
export async function writeOutcome(storage: Storage, outcome: Outcome): Promise<OutcomeAnswer> {
  const key = outcomeKey(outcome.flowRunId, outcome.attempt);
  const body = new TextEncoder().encode(JSON.stringify(outcome));
  const { created } = await storage.write(key, body, { onlyIfAbsent: true });
  if (created) return { won: true, standing: outcome };
  const standing = await loadRecord<Outcome>(storage, key, outcomeShape);
  const ours = outcome.executionId !== null && standing.executionId === outcome.executionId;
  return { won: ours, standing };
}

/**
 * Ends an attempt from outside, before it is retried, given up or cancelled. Where the attempt has ended already, that
 * outcome stands and is what the answer holds.
 */
export function sealAttempt(storage: Storage, seal: Seal, now: Date = new Date()): Promise<OutcomeAnswer> {
  return writeOutcome(storage, {
    formatVersion: 1,
    ...seal,
    executionId: null,
    value: null,
    timings: { fetchSeconds: 0, startSeconds: 0, runSeconds: 0, storeSeconds: 0 },
    peakMemoryBytes: null,
    endedAt: now.toISOString(),
  });
}

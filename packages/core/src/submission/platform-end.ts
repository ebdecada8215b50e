import pRetry from "p-retry";
import { loadRecord } from "../bundle/load-record.ts";
import { infrastructureEndShape, readOutcome, type Seal } from "../bundle/outcome-store.ts";
import { attemptPrefix } from "../bundle/run-layout.ts";
import type { InfrastructureEnd, Outcome } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import { StorageObjectNotFoundError } from "../errors/storage-object-not-found-error.ts";
import { toInfrastructureError } from "../errors/to-infrastructure-error.ts";

const WRITE_RETRIES = { retries: 4, minTimeout: 100, randomize: true } as const;

/**
 * Keeps how a platform says that it ended an attempt whose runner felt a signal alone. The outcome is never written
 * again, so this lies beside it; whoever says so first is believed. Returns the outcome as everybody reads it from now on.
 */
export async function keepPlatformEnd(storage: Storage, outcome: Outcome, end: InfrastructureEnd): Promise<Outcome> {
  const key = endKey(outcome);
  const body = Buffer.from(JSON.stringify({ formatVersion: 1, ...end }));
  const standing = await pRetry(async () => {
    const { created } = await storage.write(key, body, { onlyIfAbsent: true });
    return created ? end : await loadEnd(storage, key);
  }, WRITE_RETRIES);
  return withEnd(outcome, standing);
}

/** The outcome of an attempt, with its cause as the platform told it; `null` while there is none. */
export async function readRefinedOutcome(
  storage: Storage,
  flowRunId: string,
  attempt: number,
): Promise<Outcome | null> {
  const outcome = await readOutcome(storage, flowRunId, attempt);
  if (outcome?.infrastructure?.cause !== "signal") return outcome;
  try {
    return withEnd(outcome, await loadEnd(storage, endKey(outcome)));
  } catch (error) {
    if (StorageObjectNotFoundError.isInstance(error)) return outcome;
    throw error;
  }
}

/** The state that an end of the infrastructure puts a run into. Pure. */
export function toCrash(infrastructure: InfrastructureEnd, flowRunId: string): Pick<Seal, "state" | "infrastructure"> {
  const { message } = toInfrastructureError(infrastructure, flowRunId);
  return { state: { type: "CRASHED", name: "Crashed", message }, infrastructure };
}

export function withEnd(outcome: Outcome, end: InfrastructureEnd): Outcome {
  return { ...outcome, ...toCrash(end, outcome.flowRunId) };
}

interface PlatformEndRecord extends InfrastructureEnd {
  readonly formatVersion: 1;
}

async function loadEnd(storage: Storage, key: string): Promise<InfrastructureEnd> {
  const { formatVersion: _, ...end } = await loadRecord<PlatformEndRecord>(storage, key, infrastructureEndShape);
  return end;
}

function endKey({ flowRunId, attempt }: Pick<Outcome, "flowRunId" | "attempt">): string {
  return `${attemptPrefix(flowRunId, attempt)}platform-end.json`;
}

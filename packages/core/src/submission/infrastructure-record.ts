import pRetry from "p-retry";
import { attemptPrefix } from "../bundle/run-layout.ts";
import type { Storage } from "../contracts/storage.ts";
import { StorageObjectNotFoundError } from "../errors/storage-object-not-found-error.ts";
import type { RunningAttempt } from "./supervised-run.ts";
import type { InfrastructureReference } from "../contracts/launcher.ts";

const WRITE_RETRIES = 3;

/** What an attempt runs on, and how long it may. */
export interface InfrastructureRecord extends Pick<RunningAttempt, "launchedAt" | "limits"> {
  readonly reference: InfrastructureReference;
}

/** Records what an attempt runs on beside its manifest, so that any process can watch and end it. */
export async function writeInfrastructureRecord(
  storage: Storage,
  flowRunId: string,
  attempt: number,
  { reference, launchedAt, limits }: InfrastructureRecord,
): Promise<void> {
  const body = Buffer.from(JSON.stringify({ formatVersion: 1, ...reference, launchedAt, limits }));
  await pRetry(() => storage.write(recordKey(flowRunId, attempt), body), { retries: WRITE_RETRIES, minTimeout: 100 });
}

/** `null` where the submitter ended before it could record it, or has not come so far. */
export async function readInfrastructureRecord(
  storage: Storage,
  flowRunId: string,
  attempt: number,
): Promise<InfrastructureRecord | null> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of storage.read(recordKey(flowRunId, attempt))) chunks.push(chunk);
  } catch (error) {
    if (StorageObjectNotFoundError.isInstance(error)) return null;
    throw error;
  }
  const { type, infrastructurePid, details, launchedAt, limits } = JSON.parse(Buffer.concat(chunks).toString());
  return { reference: { type, infrastructurePid, details }, launchedAt: new Date(launchedAt), limits };
}

function recordKey(flowRunId: string, attempt: number): string {
  return `${attemptPrefix(flowRunId, attempt)}infrastructure.json`;
}

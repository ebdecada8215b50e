import { attemptPrefix, outcomeKey } from "../bundle/run-layout.ts";
import type { ParcelObject } from "../bundle/parcel.ts";
import type { Storage, StorageBody } from "../contracts/storage.ts";

/** Where what an attempt left is kept. */
export interface Leftovers {
  readonly storage: Storage;
  readonly flowRunId: string;
  readonly attempt: number;
}

/** Keeps one object, unless it is none of an execution: manifest and input are here already, the outcome comes last. */
export async function keepObject(
  { storage, flowRunId, attempt }: Leftovers,
  key: string,
  body: () => StorageBody,
): Promise<void> {
  const prefix = attemptPrefix(flowRunId, attempt);
  if (key.startsWith(prefix) && key.slice(prefix.length).includes("/")) await storage.write(key, body());
}

/** Keeps an outcome if there is none yet: an attempt that was sealed meanwhile stays as it was sealed. */
export async function keepOutcome(
  { storage, flowRunId, attempt }: Leftovers,
  outcome: Uint8Array,
): Promise<{ readonly created: boolean }> {
  return await storage.write(outcomeKey(flowRunId, attempt), outcome, { onlyIfAbsent: true });
}

/** Keeps what a runner sent. Answers whether its outcome is the one that stands. */
export async function keepParcel(leftovers: Leftovers, objects: readonly ParcelObject[]): Promise<boolean> {
  const outcome = objects.find(({ key }) => key === outcomeKey(leftovers.flowRunId, leftovers.attempt));
  if (outcome === undefined) return false;
  await Promise.all(objects.map(({ key, body }) => keepObject(leftovers, key, () => body)));
  return (await keepOutcome(leftovers, outcome.body)).created;
}

import { posix } from "node:path";
import { attemptPrefix, outcomeKey } from "../bundle/run-layout.ts";
import type { DeliveredFile, InfrastructureReference, Launcher } from "../contracts/launcher.ts";
import type { Storage } from "../contracts/storage.ts";

export interface Collection {
  readonly launcher: Launcher<unknown>;
  readonly reference: InfrastructureReference;
  /** The directory of the runner's storage inside the infrastructure. */
  readonly deliveryDirectory: string;
  readonly storage: Storage;
  readonly flowRunId: string;
  readonly attempt: number;
}

/**
 * Brings what an attempt left in its infrastructure to the submitter's storage. The outcome comes last and only if
 * there is none yet: an attempt that was sealed meanwhile stays as it was sealed.
 */
export async function collectRun(collection: Collection): Promise<void> {
  const { launcher, reference, deliveryDirectory, storage, flowRunId, attempt } = collection;
  const prefix = attemptPrefix(flowRunId, attempt);
  let outcome: Uint8Array | null = null;
  for await (const file of launcher.collect?.(reference, posix.join(deliveryDirectory, prefix)) ?? []) {
    const key = posix.relative(deliveryDirectory, file.path);
    if (key === outcomeKey(flowRunId, attempt)) outcome = await readAll(file);
    else if (isExecutionKey(key.slice(prefix.length))) await storage.write(key, file.content());
  }
  if (outcome !== null) await storage.write(outcomeKey(flowRunId, attempt), outcome, { onlyIfAbsent: true });
}

/** Whether a key, relative to its attempt, lies in the folder of one execution: manifest and input are here already. */
function isExecutionKey(relativeKey: string): boolean {
  return relativeKey.includes("/") && !relativeKey.startsWith("..");
}

async function readAll(file: DeliveredFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.content()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

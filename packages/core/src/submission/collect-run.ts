import { posix } from "node:path";
import { attemptPrefix, outcomeKey } from "../bundle/run-layout.ts";
import type { DeliveredFile, InfrastructureReference, Launcher } from "../contracts/launcher.ts";
import { keepObject, keepOutcome, type Leftovers } from "./keep-leftovers.ts";

export interface Collection extends Leftovers {
  readonly launcher: Launcher<unknown>;
  readonly reference: InfrastructureReference;
  /** The directory of the runner's storage inside the infrastructure. */
  readonly deliveryDirectory: string;
}

/**
 * Brings what an attempt left in its infrastructure to the submitter's storage. The outcome comes last and only if
 * there is none yet: an attempt that was sealed meanwhile stays as it was sealed.
 */
export async function collectRun(collection: Collection): Promise<void> {
  const { launcher, reference, deliveryDirectory, flowRunId, attempt } = collection;
  const directory = posix.join(deliveryDirectory, attemptPrefix(flowRunId, attempt));
  let outcome: Uint8Array | null = null;
  for await (const file of launcher.collect?.(reference, directory) ?? []) {
    const key = posix.relative(deliveryDirectory, file.path);
    if (key === outcomeKey(flowRunId, attempt)) outcome = await readAll(file);
    else await keepObject(collection, key, () => file.content());
  }
  if (outcome !== null) await keepOutcome(collection, outcome);
}

async function readAll(file: DeliveredFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.content()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

import { sealParcel, type ParcelObject } from "../bundle/parcel.ts";
import { executionPrefix, outcomeKey } from "../bundle/run-layout.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { RunnerEvent } from "../contracts/runner-event.ts";
import type { Storage } from "../contracts/storage.ts";

/** What is larger is left for the submitter to collect. */
const maximumBytes = 64 * 1024;

/** No platform's log cuts a line with this much in it. */
const partCharacters = 12_000;

type ParcelEvent = Extract<RunnerEvent, { prefect: "parcel" }>;

/**
 * Tells a submitter that reads this runner's output, but not its storage, what the attempt left, if that is little: the
 * run has then ended for the submitter before the container has. Nothing depends on it.
 */
export async function sendParcel(
  storage: Storage,
  outcome: Outcome,
  key: Buffer,
  emit: (event: ParcelEvent) => Promise<void>,
): Promise<void> {
  const objects = await loadObjects(storage, outcome).catch(() => null);
  if (objects === null) return;
  const content = sealParcel(objects, key);
  const parts = Math.ceil(content.length / partCharacters);
  for (let part = 0; part < parts; part += 1) {
    const start = part * partCharacters;
    await emit({ prefect: "parcel", part, parts, content: content.slice(start, start + partCharacters) });
  }
}

/** What this execution wrote, and its outcome; `null` where that is too much. */
async function loadObjects(storage: Storage, outcome: Outcome): Promise<readonly ParcelObject[] | null> {
  const { flowRunId, attempt, executionId } = outcome;
  if (executionId === null) return null;
  const objects: ParcelObject[] = [{ key: outcomeKey(flowRunId, attempt), body: Buffer.from(JSON.stringify(outcome)) }];
  let bytes = 0;
  for await (const object of storage.list(executionPrefix(flowRunId, attempt, executionId))) {
    bytes += object.bytes;
    if (bytes > maximumBytes) return null;
    objects.push({ key: object.key, body: await readAll(storage, object.key) });
  }
  return objects;
}

async function readAll(storage: Storage, key: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of storage.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

import type { Storage } from "../contracts/storage.ts";
import { attemptPrefix, executionKey } from "./run-layout.ts";

/** Leaves a sign that a container executes an attempt, for whoever cannot follow what it prints. */
export async function markExecution(
  storage: Storage,
  { flowRunId, attempt, executionId }: { flowRunId: string; attempt: number; executionId: string },
  now: Date = new Date(),
): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify({ formatVersion: 1, startedAt: now.toISOString() }));
  await storage.write(executionKey(flowRunId, attempt, executionId), body);
}

/** Whether a runner has stored anything for an attempt. A storage that does not answer has nothing. */
export async function hasExecution(storage: Storage, flowRunId: string, attempt: number): Promise<boolean> {
  const prefix = attemptPrefix(flowRunId, attempt);
  try {
    for await (const { key } of storage.list(prefix)) {
      // Manifest, input and outcome lie in the attempt itself, what a container wrote in a folder of its own.
      if (key.slice(prefix.length).includes("/")) return true;
    }
  } catch {
    return false;
  }
  return false;
}

import type { FollowedRun } from "./followed-run.ts";
import { loadResult } from "./load-result.ts";
import { openResultStorage } from "./resolve-result-storage.ts";

/** Waits for the run and gives what its flow returned; throws what it threw, or what ended it. */
export async function loadRunResult(run: FollowedRun): Promise<unknown> {
  const outcome = await run.ended();
  const blockId = outcome.value?.metadata.storage_block_id ?? null;
  const storage = blockId === null ? run.storage : await openResultStorage(run.client, blockId);
  return await loadResult({ outcome, storage });
}

import type { FollowedRun } from "./followed-run.ts";
import { loadResult } from "./load-result.ts";
import { findResultStorage, openResultStorage } from "../storage/result-storage.ts";

/** Waits for the run and gives what its flow returned; throws what it threw, or what ended it. */
export async function loadRunResult(run: FollowedRun): Promise<unknown> {
  const outcome = await run.ended();
  const blockDocumentId = outcome.value?.metadata.storage_block_id ?? null;
  const storage =
    blockDocumentId === null
      ? run.storage
      : await openResultStorage(await findResultStorage(run.client, { blockDocumentId }));
  return await loadResult({ outcome, storage });
}

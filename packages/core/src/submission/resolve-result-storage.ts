import type { FlowOptions } from "../contracts/flow.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { findResultStorage, type ResultStorage } from "../storage/result-storage.ts";
import type { ResolvedWorkPool } from "./resolve-work-pool.ts";

/**
 * Where a run's result goes: the flow's own result storage, else the pool's result block, else `null` for beside the
 * outcome in bundle storage. Throws `ResultStorageError` and `InvalidBlockError`.
 */
export async function resolveResultStorage(
  client: PrefectClient,
  { resultStorage }: Pick<FlowOptions, "resultStorage">,
  pool: ResolvedWorkPool,
): Promise<ResultStorage | null> {
  if (resultStorage !== undefined) return await findResultStorage(client, resultStorage);
  const blockDocumentId = pool.storageConfiguration.default_result_storage_block_id ?? null;
  return blockDocumentId === null ? null : await findResultStorage(client, { blockDocumentId });
}

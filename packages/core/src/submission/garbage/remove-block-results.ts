import { readOutcome } from "../../bundle/outcome-store.ts";
import { outcomeAttempt } from "../../bundle/run-layout.ts";
import type { Storage } from "../../contracts/storage.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { ObjectNotFoundError } from "../../errors/object-not-found-error.ts";
import { ResultStorageError } from "../../errors/result-storage-error.ts";
import { findResultStorage, openResultStorage } from "../../storage/result-storage.ts";
import type { StoredRun } from "./judge-objects.ts";

interface ResultSweep {
  readonly client: PrefectClient;
  readonly storage: Storage;
}

/**
 * Removes what the attempts of a run keep in result blocks: only their outcomes tell where that is. A block that is gone
 * has taken the way to its results with it.
 */
export async function removeBlockResults({ client, storage }: ResultSweep, run: StoredRun): Promise<void> {
  for (const attempt of run.keys.flatMap((key) => outcomeAttempt(key) ?? [])) {
    const { value = null } = (await readOutcome(storage, run.flowRunId, attempt)) ?? {};
    if (value === null) continue;
    const results = await openBlock(client, value.metadata.storage_block_id);
    await results?.delete(value.key);
  }
}

async function openBlock(client: PrefectClient, blockDocumentId: string | null): Promise<Storage | null> {
  if (blockDocumentId === null) return null;
  try {
    return await openResultStorage(await findResultStorage(client, { blockDocumentId }));
  } catch (error) {
    if (ResultStorageError.isInstance(error) && ObjectNotFoundError.isInstance(error.cause)) return null;
    throw error;
  }
}

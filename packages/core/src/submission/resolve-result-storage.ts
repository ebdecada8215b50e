import type { FlowOptions } from "../contracts/flow.ts";
import type { Storage, StorageReference } from "../contracts/storage.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { BlockDocumentRecord } from "../control-plane/records/block.ts";
import { ResultStorageError } from "../errors/result-storage-error.ts";
import { loadSettings } from "../settings/load-settings.ts";
import { openStorage } from "../storage/open-storage.ts";
import type { ResolvedWorkPool } from "./resolve-work-pool.ts";

/** A block that holds results, as the storage step that opens it. */
export interface ResultStorage extends StorageReference {
  readonly blockDocumentId: string;
}

/**
 * Where a run's result goes: the flow's own result storage, else the pool's result block, else `null` for beside the
 * outcome in bundle storage.
 */
export async function resolveResultStorage(
  client: PrefectClient,
  { resultStorage }: Pick<FlowOptions, "resultStorage">,
  pool: ResolvedWorkPool,
): Promise<ResultStorage | null> {
  if (resultStorage === undefined) {
    const blockId = pool.storageConfiguration.default_result_storage_block_id ?? null;
    return blockId === null ? null : toResultStorage(await client.readBlockDocument(blockId));
  }
  if (typeof resultStorage !== "string") {
    return toResultStorage(await client.readBlockDocument(resultStorage.blockDocumentId));
  }
  return toResultStorage(await readNamedBlock(client, resultStorage));
}

/** Opens the storage of a block, to read a result that a run left there. */
export async function openResultStorage(client: PrefectClient, blockDocumentId: string): Promise<Storage> {
  return await openStorage(toResultStorage(await client.readBlockDocument(blockDocumentId)));
}

async function readNamedBlock(client: PrefectClient, resultStorage: string): Promise<BlockDocumentRecord> {
  const separator = resultStorage.indexOf("/");
  if (separator < 1) {
    throw new ResultStorageError({ resultStorage, problem: "it does not name a block type and a block" });
  }
  const [slug, name] = [resultStorage.slice(0, separator), resultStorage.slice(separator + 1)];
  const block = await client.readBlockDocumentByName(slug, name);
  if (block === null) throw new ResultStorageError({ resultStorage, problem: "there is no such block" });
  return block;
}

function toResultStorage(block: BlockDocumentRecord): ResultStorage {
  const slug = block.block_type?.slug ?? "unknown";
  if (slug !== "local-file-system") {
    throw new ResultStorageError({
      resultStorage: `${slug}/${block.name}`,
      problem: `blocks of type '${slug}' cannot hold results`,
    });
  }
  const basepath = block.data["basepath"] ?? loadSettings().localStoragePath;
  return { module: "prefect_core.bundles", arguments: { basepath }, blockDocumentId: block.id };
}

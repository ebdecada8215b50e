import type { Storage, StorageReference } from "../contracts/storage.ts";
import { credentialsBlockOf } from "../storage/storage-credentials.ts";
import { findCredentials } from "./find-credentials.ts";
import { loadStorageModule } from "./load-storage-module.ts";
import type { Environment } from "./runner-settings.ts";
import type { RetryPolicy } from "./storage-retry.ts";

/**
 * Opens a storage as a runner can, with the credentials block that its arguments name, or that is named here. Throws
 * `RunnerStorageError`, `RunnerUsageError`, `InvalidStorageReferenceError` and `InvalidBlockError`.
 */
export async function openRunnerStorage(
  { module, arguments: storageArguments }: StorageReference,
  environment: Environment,
  retry: RetryPolicy,
  credentialsBlock?: string | null,
): Promise<Storage> {
  const storageModule = await loadStorageModule(module, environment);
  const block = credentialsBlock === undefined ? credentialsBlockOf(storageModule, storageArguments) : credentialsBlock;
  const credentials = block === null ? null : await findCredentials(module, block, environment, retry);
  return await storageModule.open(storageArguments, { credentials });
}

import type { InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { Storage, StorageReference } from "../contracts/storage.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { StorageNotConfiguredError } from "../errors/storage-not-configured-error.ts";
import { withRecordedFacts } from "../storage/conditional-writes.ts";
import { openConfiguredStorage } from "../storage/open-configured-storage.ts";
import { openStorage } from "../storage/open-storage.ts";
import { stepLauncher, toStorageReference } from "./bundle-step.ts";
import type { ResolvedWorkPool } from "./resolve-work-pool.ts";

/** Where a pool's bundles, inputs and outcomes live, opened here and named for the runner. */
export interface BundleStorage {
  readonly storage: Storage;
  readonly reference: StorageReference;
  /** Words that the pool wants before the runner's path, where it names any. */
  readonly launcher: readonly string[] | null;
  /** The directory of the runner's storage, where files are delivered to it and collected from it; `null` where both sides reach the same storage. */
  readonly deliveryDirectory: string | null;
}

/** The pool's configured storage, else the platform's own default; a platform without one needs it configured. */
export async function resolveBundleStorage(
  client: PrefectClient,
  pool: ResolvedWorkPool,
  infrastructure: Pick<InfrastructureType<never, never>, "defaultStorage">,
): Promise<BundleStorage> {
  const { bundle_upload_step: upload, bundle_execution_step: execution } = pool.storageConfiguration;
  if (upload != null && execution != null) {
    return {
      storage: await withRecordedFacts(await openConfiguredStorage(client, toStorageReference(upload, pool.name))),
      reference: toStorageReference(execution, pool.name),
      launcher: stepLauncher(execution),
      deliveryDirectory: null,
    };
  }
  const defaults = infrastructure.defaultStorage?.();
  if (defaults === undefined) throw new StorageNotConfiguredError({ workPool: pool.name });
  return {
    storage: await openStorage(defaults.submitter),
    reference: defaults.runner,
    launcher: null,
    deliveryDirectory: defaults.deliveryDirectory ?? null,
  };
}

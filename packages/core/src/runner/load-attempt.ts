import { readManifest } from "../bundle/manifest-store.ts";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { Storage } from "../contracts/storage.ts";
import { ManifestNotFoundError } from "../errors/manifest-not-found-error.ts";
import { StorageObjectNotFoundError } from "../errors/storage-object-not-found-error.ts";
import { resolveAttempt } from "./resolve-attempt.ts";
import { retryStorage, type RetryPolicy } from "./storage-retry.ts";

/**
 * The manifest of the attempt to execute; `null` as attempt takes the lowest one that is open. Throws
 * `ManifestNotFoundError`, `UnsupportedFormatVersionError`, `MalformedRecordError`, or what the storage throws.
 */
export async function loadAttempt(
  storage: Storage,
  flowRunId: string,
  attempt: number | null,
  retry: RetryPolicy,
): Promise<BundleManifest> {
  const wanted = attempt ?? (await retryStorage(() => resolveAttempt(storage, flowRunId), retry));
  try {
    return await retryStorage(() => readManifest(storage, flowRunId, wanted), retry);
  } catch (error) {
    if (!StorageObjectNotFoundError.isInstance(error)) throw error;
    throw new ManifestNotFoundError({ flowRunId, attempt: wanted, storage: storage.describe() });
  }
}

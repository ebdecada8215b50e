import { openStorage } from "../storage/open-storage.ts";
import { randomUUID } from "node:crypto";
import { resultKey } from "../bundle/run-layout.ts";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { OutcomeValue } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import { toResultMetadata } from "../serialization/result-metadata.ts";
import type { FinishedMessage } from "./engine-session.ts";
import type { ResultSpool } from "./result-spool.ts";
import { retryStorage, type RetryPolicy } from "./storage-retry.ts";

/** Where a run's result goes. */
export interface ResultTarget {
  readonly storage: Storage;
  readonly key: string;
  readonly blockDocumentId: string | null;
}

/** Throws what `openStorage` throws. */
export async function openResultTarget(
  bundleStorage: Storage,
  { flowRunId, attempt, run }: BundleManifest,
  executionId: string,
): Promise<ResultTarget> {
  if (run.resultStorage === null) {
    return { storage: bundleStorage, key: resultKey(flowRunId, attempt, executionId), blockDocumentId: null };
  }
  const { module, arguments: parameters, blockDocumentId } = run.resultStorage;
  const storage = await openStorage({ module, arguments: parameters });
  return { storage, key: randomUUID().replaceAll("-", ""), blockDocumentId };
}

/**
 * Sends what the flow's process writes to its result's place while it comes, if it writes anything.
 * Throws `IncompleteResultError`, or what the storage throws after the last retry.
 */
export async function sendResult(spool: ResultSpool, target: ResultTarget, retry: RetryPolicy): Promise<void> {
  if (!(await spool.started)) return;
  try {
    await retryStorage(
      () => target.storage.write(target.key, spool.read()),
      retry,
      () => spool.failure() === null,
    );
  } catch (error) {
    throw spool.failure() ?? error;
  }
}

export function toOutcomeValue(
  value: NonNullable<FinishedMessage["value"]>,
  spool: ResultSpool,
  { key, blockDocumentId }: ResultTarget,
): OutcomeValue {
  return {
    kind: value.kind,
    key,
    ...spool.digest(),
    metadata: toResultMetadata({ key, serializer: value.serializer, blockDocumentId }),
  };
}

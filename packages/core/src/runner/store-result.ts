import { randomUUID } from "node:crypto";
import { resultKey } from "../bundle/run-layout.ts";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { OutcomeValue } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import { toResultMetadata } from "../serialization/result-metadata.ts";
import { openRunnerStorage } from "./open-runner-storage.ts";
import type { FinishedMessage } from "./engine-session.ts";
import type { Environment } from "./runner-settings.ts";
import type { ResultSpool } from "./result-spool.ts";
import { retryStorage, type RetryPolicy } from "./storage-retry.ts";

/** Where a run's result goes. */
export interface ResultTarget {
  readonly storage: Storage;
  readonly key: string;
  readonly blockDocumentId: string | null;
}

/** Throws what `openRunnerStorage` throws. */
export async function openResultTarget(
  bundleStorage: Storage,
  { flowRunId, attempt, run }: BundleManifest,
  executionId: string,
  { environment, retry }: { readonly environment: Environment; readonly retry: RetryPolicy },
): Promise<ResultTarget> {
  if (run.resultStorage === null) {
    return { storage: bundleStorage, key: resultKey(flowRunId, attempt, executionId), blockDocumentId: null };
  }
  const { credentials, blockDocumentId, ...reference } = run.resultStorage;
  const storage = await openRunnerStorage(reference, environment, retry, credentials);
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

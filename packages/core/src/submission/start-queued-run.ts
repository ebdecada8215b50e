import { listAttempts, readManifest } from "../bundle/manifest-store.ts";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { Storage } from "../contracts/storage.ts";
import type { StorageCredentials } from "../contracts/storage-type.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { watchCancellation } from "../engine/host/watch-cancellation.ts";
import { FlowRunNotAttachableError } from "../errors/flow-run-not-attachable-error.ts";
import type { JobRun } from "../infrastructure/run-environment.ts";
import { withRecordedFacts } from "../storage/conditional-writes.ts";
import { openConfiguredStorage } from "../storage/open-configured-storage.ts";
import { findResultStorage } from "../storage/result-storage.ts";
import { storageOf } from "./attach-run.ts";
import { createAttemptSeries, type AttemptSeries } from "./attempt-series.ts";
import type { Binding } from "./binding.ts";
import { failRun } from "./fail-run.ts";
import { rememberRun } from "./known-runs.ts";
import type { LaunchableJob } from "./launchable-job.ts";
import { readLaunchOrder } from "./launch-order.ts";
import { openLauncher } from "./open-launcher.ts";
import { renderJob } from "./render-job.ts";
import type { ResolvedWorkPool } from "./resolve-work-pool.ts";
import { resolveSecrets } from "./resolve-secrets.ts";
import { acquireRunLease, noLease, type RunLease } from "./run-lease.ts";
import { bundleCredentials, toApiSecret, toCredentialsSecret } from "./runner-credentials.ts";
import { superviseRun } from "./supervise-run.ts";
import type { SupervisedRun } from "./supervised-run.ts";
import { waitForSlot } from "./wait-for-slot.ts";

/** A run that its worker has claimed, so that no other one launches it. */
export interface QueuedRun {
  readonly client: PrefectClient;
  readonly run: FlowRunRecord;
  readonly infrastructure: Binding["infrastructure"];
  readonly pool: ResolvedWorkPool & { readonly id: string };
  readonly worker: NonNullable<JobRun["worker"]>;
}

/**
 * Launches a run that was left to a pool's workers, and looks after it from then on. What fails puts the run into a
 * terminal state, with the reason, and is thrown. `null`: another process of this machine looks after it.
 */
export async function startQueuedRun(queued: QueuedRun): Promise<SupervisedRun | null> {
  const { client, run } = queued;
  const lease = client.leases === null ? noLease : await acquireRunLease(client.leases, run.id);
  if (lease === null) return null;
  const starting = launchQueued(queued, lease);
  rememberRun(run.id, starting);
  return await starting;
}

async function launchQueued(queued: QueuedRun, lease: RunLease): Promise<SupervisedRun> {
  const { client, run, pool } = queued;
  const watch = watchCancellation(client, run.id, () => run.name);
  let storage: Storage | null = null;
  let series: AttemptSeries | null = null;
  let attempt = 1;
  try {
    storage = await withRecordedFacts(await openConfiguredStorage(client, storageOf(run)));
    attempt = (await listAttempts(storage, run.id)).at(-1) ?? 1;
    const manifest = await readManifest(storage, run.id, attempt);
    const job = await toLaunchableJob(queued, storage, manifest, watch.signal);
    await (await openLauncher(queued.infrastructure, await checkedConfiguration(job))).checkReachable?.();
    if (pool.isLimited) await waitForSlot({ client, run, workPool: pool.name, binding: job.binding });
    series = createAttemptSeries(job, { run, workPoolId: pool.id, attempt }, manifest, lease);
    const running = await series.launch(watch.signal);
    // Its supervision watches by itself from here on.
    watch.end();
    const isCancelled = watch.signal.aborted;
    return superviseRun(running, lease, { isCancelled, ...(series.next === null ? {} : { next: series.next }) });
  } catch (error) {
    await failRun(
      { client, storage, run, attempt: series?.attempt ?? attempt, wasAborted: watch.signal.aborted },
      error,
    );
    watch.end();
    await lease.release();
    throw error;
  }
}

/** What its submitter found, checked and wrote down, with the secrets looked up here and now. */
async function toLaunchableJob(
  { client, run, infrastructure, pool, worker }: QueuedRun,
  storage: Storage,
  { attempt, run: { resultStorage } }: BundleManifest,
  signal: AbortSignal,
): Promise<LaunchableJob> {
  const order = await readLaunchOrder(storage, run.id, attempt);
  if (order === null) {
    const problem = "it was not submitted with submitToWorkPool(), so that nothing tells a worker how to launch it";
    throw new FlowRunNotAttachableError({ flowRunId: run.id, problem });
  }
  const { deliveryDirectory, options, flowName, limits, jobVariables } = order;
  const binding = { infrastructure, options, run: { signal } };
  const reference = storageOf(run);
  const bundleStorage = { storage, reference, launcher: null, deliveryDirectory };
  const job: LaunchableJob = {
    client,
    binding,
    pool,
    bundleStorage,
    flow: null,
    flowName,
    limits,
    resultStorage,
    jobVariables,
    secrets: {},
    worker,
  };
  const [ownSecrets, configuration, ...needed] = await Promise.all([
    resolveSecrets(client, options.secrets),
    checkedConfiguration(job),
    bundleCredentials(client, reference),
    resultStorage === null ? null : resultCredentials(client, resultStorage.blockDocumentId),
  ]);
  const credentials = toCredentialsSecret({ infrastructure, configuration, workPool: pool.name, needed });
  return { ...job, secrets: { ...toApiSecret(infrastructure, configuration), ...ownSecrets, ...credentials } };
}

async function resultCredentials(client: PrefectClient, blockDocumentId: string): Promise<StorageCredentials | null> {
  return (await findResultStorage(client, { blockDocumentId })).credentials;
}

async function checkedConfiguration(job: LaunchableJob): Promise<unknown> {
  return (await renderJob(job, job.jobVariables, null)).checked;
}

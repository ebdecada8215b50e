import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { FlowRunNotAttachableError } from "../errors/flow-run-not-attachable-error.ts";
import { createAttemptSeries, type AttemptSeries } from "./attempt-series.ts";
import { createRun } from "./create-run.ts";
import { failRun } from "./fail-run.ts";
import { holdInterruption } from "./interruption.ts";
import { rememberRun } from "./known-runs.ts";
import type { Launch } from "./launch-run.ts";
import { openLauncher } from "./open-launcher.ts";
import { preparationWarnings, type PreparedJob, type PreparedRun } from "./prepare-run.ts";
import { warn } from "./run-console.ts";
import { reconcileAbandoned } from "./reconcile-run.ts";
import { acquireRunLease, noLease, type RunLease } from "./run-lease.ts";
import type { SupervisedRun } from "./supervised-run.ts";
import { superviseRun } from "./supervise-run.ts";
import { uploadBundle } from "./upload-bundle.ts";
import { waitForSlot } from "./wait-for-slot.ts";

/** A run that was started here, or the id of the one that an earlier call with the same idempotency key started. */
export type StartedRun =
  { readonly kind: "started"; readonly run: SupervisedRun } | { readonly kind: "existing"; readonly flowRunId: string };

/** What an attempt of a run is started with. */
export type PreparedAttempt = PreparedJob & Pick<PreparedRun, "input">;

/** Creates a run and its infrastructure, and looks after it from then on. */
export async function startRun(prepared: PreparedRun): Promise<StartedRun> {
  prepared.binding.run.signal?.throwIfAborted();
  const launcher = await openLauncher(prepared.binding.infrastructure, prepared.job.checked);
  await launcher.checkReachable?.();
  const release = holdInterruption();
  try {
    return await createAndStart(prepared);
  } finally {
    // By now whoever looks after the run holds it.
    release();
  }
}

async function createAndStart(prepared: PreparedRun): Promise<StartedRun> {
  const { run, workPoolId, existed } = await createRun(prepared);
  if (existed) return { kind: "existing", flowRunId: run.id };
  void reconcileAbandoned(prepared.client, prepared.binding.infrastructure, prepared.pool.name);
  for (const warning of preparationWarnings(prepared)) warn(run.name, warning);
  const launch = { run, workPoolId, attempt: 1 };
  const starting = leaseRun(prepared, run).then(
    (lease) => startAttempt(prepared, launch, lease),
    async (error) => await giveUp(prepared, launch, error),
  );
  rememberRun(run.id, starting, prepared.binding);
  return { kind: "started", run: await starting };
}

/** The lease of a run that this process is about to start. Throws where another process looks after it. */
export async function leaseRun({ client }: PreparedAttempt, run: FlowRunRecord): Promise<RunLease> {
  const lease = client.leases === null ? noLease : await acquireRunLease(client.leases, run.id);
  if (lease !== null) return lease;
  throw new FlowRunNotAttachableError({ flowRunId: run.id, problem: "another process looks after it" });
}

/** Whatever fails from here on puts the run into a terminal state, with the reason. */
export async function startAttempt(prepared: PreparedAttempt, launch: Launch, lease: RunLease): Promise<SupervisedRun> {
  const { client, binding, bundleStorage } = prepared;
  const { run, attempt } = launch;
  let series: AttemptSeries | null = null;
  try {
    const [manifest] = await Promise.all([
      uploadBundle({ ...prepared, storage: bundleStorage.storage, run, attempt }),
      prepared.pool.isLimited ? waitForSlot({ client, run, workPool: prepared.pool.name, binding }) : null,
    ]);
    series = createAttemptSeries(prepared, launch, manifest, lease);
    const running = await series.launch(binding.run.signal);
    return superviseRun(running, lease, series.next === null ? {} : { next: series.next });
  } catch (error) {
    try {
      return await giveUp(prepared, { ...launch, attempt: series?.attempt ?? attempt }, error);
    } finally {
      await lease.release();
    }
  }
}

async function giveUp(
  { client, binding, bundleStorage }: PreparedAttempt,
  launch: Launch,
  error: unknown,
): Promise<never> {
  const wasAborted = binding.run.signal?.aborted ?? false;
  await failRun({ client, storage: bundleStorage.storage, ...launch, wasAborted }, error);
  throw error;
}

import type { FlowRunFuture } from "../contracts/flow-run-future.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { StorageNotConfiguredError } from "../errors/storage-not-configured-error.ts";
import { attachFlow } from "./attach-flow.ts";
import type { Binding } from "./binding.ts";
import { cancelOnAbort } from "./cancel-on-abort.ts";
import { createRun } from "./create-run.ts";
import { failRun } from "./fail-run.ts";
import { holdInterruption } from "./interruption.ts";
import { toLaunchOrder, writeLaunchOrder, type LaunchOrder } from "./launch-order.ts";
import { prepareRun, type PreparedRun } from "./prepare-run.ts";
import { queuedLabels } from "./queued-run.ts";
import { toQueuedVariables } from "./queued-variables.ts";
import { currentRehearsal } from "./rehearsal.ts";
import { warn } from "./run-console.ts";
import { leaseRun } from "./start-run.ts";
import { uploadBundle } from "./upload-bundle.ts";
import { inheritSignal } from "./with-signal.ts";

/** Uploads a run and leaves its launch to a worker of the pool; gives its future once it is scheduled. */
export async function submitToWorkPool(binding: Binding, args: readonly unknown[]): Promise<FlowRunFuture<unknown>> {
  const inherited = inheritSignal(binding);
  const rehearsed = await currentRehearsal()?.submit(inherited, args);
  if (rehearsed !== undefined && "flowRunId" in rehearsed) return rehearsed;
  const { signal } = inherited.run;
  signal?.throwIfAborted();
  const prepared = await prepareRun(rehearsed ?? inherited, args, { mayBePaused: true });
  checkSharedStorage(prepared);
  const order = toLaunchOrder(prepared);
  const release = holdInterruption();
  try {
    const variables = { jobVariables: toQueuedVariables(prepared) };
    const { run, existed } = await createRun({ ...prepared, ...variables }, queuedLabels);
    if (!existed) await scheduleRun(prepared, run, order);
    const future = attachFlow(binding, run.id);
    if (signal !== undefined) cancelOnAbort(future, future.wait(), signal);
    return future;
  } finally {
    release();
  }
}

/** A platform's own default is on this machine, as every worker of an embedded control plane is; a server's are not. */
function checkSharedStorage({ client, pool }: PreparedRun): void {
  const { bundle_upload_step: upload, bundle_execution_step: execution } = pool.storageConfiguration;
  if (client.apiUrl === null || (upload != null && execution != null)) return;
  throw new StorageNotConfiguredError({ workPool: pool.name });
}

/** Whatever fails from here on puts the run into a terminal state, with the reason. */
async function scheduleRun(prepared: PreparedRun, run: FlowRunRecord, order: LaunchOrder): Promise<void> {
  const { client, binding, bundle, bundleStorage } = prepared;
  const { storage } = bundleStorage;
  const { signal, scheduledTime } = binding.run;
  for (const warning of bundle.warnings) warn(run.name, warning);
  try {
    const lease = await leaseRun(prepared, run);
    try {
      await Promise.all([
        uploadBundle({ ...prepared, storage, run, attempt: 1 }),
        writeLaunchOrder(storage, run.id, 1, order),
      ]);
      signal?.throwIfAborted();
    } finally {
      await lease.release();
    }
    // Somebody may have cancelled it meanwhile, which its future tells.
    await client.setFlowRunState(run.id, {
      type: "SCHEDULED",
      ...(scheduledTime === undefined ? {} : { scheduledTime }),
    });
  } catch (error) {
    await failRun({ client, storage, run, attempt: 1, wasAborted: signal?.aborted ?? false }, error);
    throw error;
  }
}

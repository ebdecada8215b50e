import { FlowRunNotAttachableError } from "../errors/flow-run-not-attachable-error.ts";
import { createRun } from "./create-run.ts";
import { failRun } from "./fail-run.ts";
import { rememberRun } from "./known-runs.ts";
import { launchRun, type Launch } from "./launch-run.ts";
import type { PreparedJob, PreparedRun } from "./prepare-run.ts";
import { warn } from "./run-console.ts";
import { acquireRunLease, type RunLease } from "./run-lease.ts";
import type { SupervisedRun } from "./supervised-run.ts";
import { superviseRun } from "./supervise-run.ts";
import { uploadBundle } from "./upload-bundle.ts";
import { waitForSlot } from "./wait-for-slot.ts";

/** A run that was started here, or the id of the one that an earlier call with the same idempotency key started. */
export type StartedRun =
  { readonly kind: "started"; readonly run: SupervisedRun } | { readonly kind: "existing"; readonly flowRunId: string };

/** Creates a run and its infrastructure, and looks after it from then on. */
export async function startRun(prepared: PreparedRun): Promise<StartedRun> {
  prepared.binding.run.signal?.throwIfAborted();
  const { run, workPoolId, existed } = await createRun(prepared);
  if (existed) return { kind: "existing", flowRunId: run.id };
  for (const warning of prepared.bundle.warnings) warn(run.name, warning);
  return { kind: "started", run: await startAttempt(prepared, { run, workPoolId, attempt: 1 }) };
}

/** Whatever fails from here on puts the run into a terminal state, with the reason. */
export async function startAttempt(
  prepared: PreparedJob & Pick<PreparedRun, "input">,
  launch: Launch,
): Promise<SupervisedRun> {
  const { client, binding, bundleStorage } = prepared;
  const { storage, deliveryDirectory } = bundleStorage;
  const { run, attempt } = launch;
  let lease: RunLease | null = null;
  try {
    lease = await acquireRunLease(client.leases, run.id);
    if (lease === null) {
      throw new FlowRunNotAttachableError({ flowRunId: run.id, problem: "another process looks after it" });
    }
    const [manifest] = await Promise.all([
      uploadBundle({ ...prepared, storage, run, attempt }),
      waitForSlot(client, run, prepared.pool.name, binding.run.signal),
    ]);
    binding.run.signal?.throwIfAborted();
    const { launcher, reference } = await launchRun(prepared, launch, manifest);
    const supervised = superviseRun(
      { client, run, flow: binding.flow, attempt, storage, deliveryDirectory, launcher, reference },
      lease,
    );
    rememberRun(supervised);
    return supervised;
  } catch (error) {
    await failRun({ client, storage, run, attempt }, error);
    await lease?.release();
    throw error;
  }
}

import { listAttempts } from "../bundle/manifest-store.ts";
import type { InfrastructureReference } from "../contracts/launcher.ts";
import type { InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { StorageReference } from "../contracts/storage.ts";
import { openControlPlane } from "../control-plane/open-control-plane.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { FlowRunNotAttachableError } from "../errors/flow-run-not-attachable-error.ts";
import { FlowRunNotFoundError } from "../errors/flow-run-not-found-error.ts";
import { ObjectNotFoundError } from "../errors/object-not-found-error.ts";
import { loadSettings } from "../settings/load-settings.ts";
import { openStorage } from "../storage/open-storage.ts";
import { storageLabel } from "./create-run.ts";
import { followElsewhere } from "./follow-elsewhere.ts";
import { followEnded } from "./follow-ended.ts";
import { followSupervised } from "./follow-supervised.ts";
import type { AttachedRun, FollowedRun } from "./followed-run.ts";
import { knownRun, rememberRun } from "./known-runs.ts";
import { openLauncher } from "./open-launcher.ts";
import { acquireRunLease } from "./run-lease.ts";
import type { SupervisedRun } from "./supervised-run.ts";
import { superviseRun } from "./supervise-run.ts";
import { isTerminal } from "./terminal-state.ts";
import { toState } from "./to-state.ts";

export type AttachedInfrastructure = Pick<
  InfrastructureType<never, unknown>,
  "type" | "createLauncher" | "defaultStorage"
>;

/** A run that was submitted from here or from another process, and where what it reads and writes is. */
export type FoundRun = Omit<AttachedRun, "launcher">;

/**
 * Finds a run that this or another process started. Where nobody looks after an unfinished one any more, this process
 * does from now on, and brings it to its end.
 */
export async function attachRun(infrastructure: AttachedInfrastructure, flowRunId: string): Promise<FollowedRun> {
  const known = knownRun(flowRunId);
  if (known !== null) return followSupervised(known);
  const client = await openControlPlane(loadSettings());
  const attached = { ...(await findRun(client, flowRunId)), launcher: await openLauncher(infrastructure) };
  if (isTerminal(toState(attached.run).type)) return followEnded(attached);
  const reference = await findReference(attached);
  const supervised = await superviseAttached(infrastructure, attached, reference);
  return supervised === null ? followElsewhere(attached, reference) : followSupervised(supervised);
}

/** Looks after an unfinished run that nobody else does; `null` where it has ended, or another live process does. */
export async function adoptRun(
  client: PrefectClient,
  infrastructure: AttachedInfrastructure,
  flowRunId: string,
): Promise<SupervisedRun | null> {
  const attached = { ...(await findRun(client, flowRunId)), launcher: await openLauncher(infrastructure) };
  if (isTerminal(toState(attached.run).type)) return null;
  return await superviseAttached(infrastructure, attached, await findReference(attached));
}

async function superviseAttached(
  infrastructure: AttachedInfrastructure,
  attached: AttachedRun,
  reference: InfrastructureReference | null,
): Promise<SupervisedRun | null> {
  const lease = await acquireRunLease(attached.client.leases, attached.flowRunId);
  if (lease === null) return null;
  const deliveryDirectory = infrastructure.defaultStorage?.().deliveryDirectory ?? null;
  const supervised = superviseRun({ ...attached, flow: null, deliveryDirectory, reference }, lease);
  rememberRun(supervised);
  return supervised;
}

/** Reads a run and opens its storage. Throws `FlowRunNotFoundError` and `FlowRunNotAttachableError`. */
export async function findRun(client: PrefectClient, flowRunId: string): Promise<FoundRun> {
  const run = await readRun(client, flowRunId);
  const storage = await openStorage(storageOf(run));
  const attempt = (await listAttempts(storage, flowRunId)).at(-1) ?? 1;
  return { client, run, flowRunId, attempt, storage };
}

async function readRun(client: PrefectClient, flowRunId: string): Promise<FlowRunRecord> {
  try {
    return await client.readFlowRun(flowRunId);
  } catch (error) {
    if (ObjectNotFoundError.isInstance(error)) throw new FlowRunNotFoundError({ flowRunId });
    throw error;
  }
}

function storageOf(run: FlowRunRecord): StorageReference {
  const label = storageLabel(run.labels);
  if (label === null) {
    throw new FlowRunNotAttachableError({
      flowRunId: run.id,
      problem: "it was not submitted to infrastructure from TypeScript",
    });
  }
  return JSON.parse(label) as StorageReference;
}

async function findReference({ launcher, flowRunId, attempt }: AttachedRun) {
  for await (const reference of launcher.find({
    "prefect.io/flow-run-id": flowRunId,
    "prefect.io/flow-run-attempt": String(attempt),
  }))
    return reference;
  return null;
}

import { listAttempts } from "../bundle/manifest-store.ts";
import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { StorageReference } from "../contracts/storage.ts";
import { openControlPlane } from "../control-plane/open-control-plane.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { FlowRunNotAttachableError } from "../errors/flow-run-not-attachable-error.ts";
import { FlowRunNotFoundError } from "../errors/flow-run-not-found-error.ts";
import { ObjectNotFoundError } from "../errors/object-not-found-error.ts";
import { loadSettings } from "../settings/load-settings.ts";
import { openConfiguredStorage } from "../storage/open-configured-storage.ts";
import { unknownLimits } from "./attempt-limits.ts";
import { storageLabel } from "./create-run.ts";
import { followEnded } from "./follow-ended.ts";
import { followSupervised } from "./follow-supervised.ts";
import { followUnfinished } from "./follow-unfinished.ts";
import type { AttachedRun, FollowedRun } from "./followed-run.ts";
import { readInfrastructureRecord } from "./infrastructure-record.ts";
import { knownRun } from "./known-runs.ts";
import { openLauncher } from "./open-launcher.ts";
import { renderRecordedConfiguration } from "./recorded-configuration.ts";
import type { SupervisedRun } from "./supervised-run.ts";
import { takeOver, type FoundAttempt, type TakeOverOptions } from "./take-over.ts";
import { isTerminal } from "./terminal-state.ts";
import { toState } from "./to-state.ts";

/** What attaching needs of an infrastructure type. */
export type AttachedInfrastructure = Pick<
  InfrastructureType<CommonInfrastructureOptions, unknown>,
  "type" | "baseJobTemplate" | "defaultStorage" | "parseConfiguration" | "createLauncher" | "connectionOf"
>;

/** A run that was submitted from here or from another process, and where what it reads and writes is. */
export type FoundRun = Omit<AttachedRun, "launcher">;

/** Finds a run that this or another process started, to read it, to wait for its end, or to cancel it. */
export async function attachRun(infrastructure: AttachedInfrastructure, flowRunId: string): Promise<FollowedRun> {
  const known = knownRun(flowRunId);
  if (known !== null) return followSupervised(await known);
  const client = await openControlPlane(loadSettings());
  const attached = await attach(client, infrastructure, flowRunId);
  if (isTerminal(toState(attached.run).type)) return followEnded(attached);
  const { reference } = await findInfrastructure(attached);
  return followUnfinished(attached, reference, (options) => adoptRun(client, infrastructure, flowRunId, options));
}

/** Looks after an unfinished run that nobody else does; `null` where it has ended, or another live process does. */
export async function adoptRun(
  client: PrefectClient,
  infrastructure: AttachedInfrastructure,
  flowRunId: string,
  options: TakeOverOptions = {},
): Promise<SupervisedRun | null> {
  const known = knownRun(flowRunId);
  if (known !== null) return await known;
  const attached = await attach(client, infrastructure, flowRunId);
  if (isTerminal(toState(attached.run).type)) return null;
  const deliveryDirectory = infrastructure.defaultStorage?.().deliveryDirectory ?? null;
  return await takeOver({
    attached,
    deliveryDirectory,
    findInfrastructure: () => findInfrastructure(attached),
    ...options,
  });
}

/** Reads a run and opens its storage. Throws `FlowRunNotFoundError` and `FlowRunNotAttachableError`. */
export async function findRun(client: PrefectClient, flowRunId: string): Promise<FoundRun> {
  const run = await readRun(client, flowRunId);
  const storage = await openConfiguredStorage(client, storageOf(run));
  const attempt = (await listAttempts(storage, flowRunId)).at(-1) ?? 1;
  return { client, run, flowRunId, attempt, storage };
}

async function attach(
  client: PrefectClient,
  infrastructure: AttachedInfrastructure,
  flowRunId: string,
): Promise<AttachedRun> {
  const found = await findRun(client, flowRunId);
  const configuration = await renderRecordedConfiguration(client, infrastructure, found.run);
  return { ...found, launcher: await openLauncher(infrastructure, configuration) };
}

async function readRun(client: PrefectClient, flowRunId: string): Promise<FlowRunRecord> {
  try {
    return await client.readFlowRun(flowRunId);
  } catch (error) {
    if (ObjectNotFoundError.isInstance(error)) throw new FlowRunNotFoundError({ flowRunId });
    throw error;
  }
}

/** Where a run's bundle and outcome are. Throws `FlowRunNotAttachableError`. Pure. */
export function storageOf(run: FlowRunRecord): StorageReference {
  const label = storageLabel(run.labels);
  if (label === null) {
    const problem = "it was not submitted to infrastructure from TypeScript";
    throw new FlowRunNotAttachableError({ flowRunId: run.id, problem });
  }
  return JSON.parse(label) as StorageReference;
}

/** What was recorded at the launch, else what bears the labels of the attempt. */
export async function findInfrastructure(attached: AttachedRun): Promise<FoundAttempt> {
  const { launcher, storage, flowRunId, attempt, run } = attached;
  const recorded = await readInfrastructureRecord(storage, flowRunId, attempt);
  if (recorded !== null) return recorded;
  // Whoever launched it died before recording it: it was on its way since the run's last state.
  const found = { reference: null, launchedAt: toState(run).timestamp, limits: unknownLimits };
  const labels = { "prefect.io/flow-run-id": flowRunId, "prefect.io/flow-run-attempt": String(attempt) };
  for await (const { reference } of launcher.find(labels)) return { ...found, reference };
  return found;
}

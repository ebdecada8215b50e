import { createParcelKey } from "../bundle/parcel.ts";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { LaunchNotice, LaunchRequest } from "../contracts/launcher.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { packageVersion } from "../settings/package-version.ts";
import type { AttemptLimits } from "./attempt-limits.ts";
import { runnerGraceSeconds } from "./cancellation-grace.ts";
import { toDeliveredFiles } from "./deliver-bundle.ts";
import { toDeliveredRunner } from "./deliver-runner.ts";
import { endUnrecorded } from "./end-unrecorded.ts";
import { writeInfrastructureRecord } from "./infrastructure-record.ts";
import { launchInTime } from "./launch-in-time.ts";
import type { LaunchableJob } from "./launchable-job.ts";
import { openLauncher } from "./open-launcher.ts";
import { renderJob } from "./render-job.ts";
import { toRunnerStorageModules } from "./runner-storage-modules.ts";
import { say, warn, writeProgress } from "./run-console.ts";
import type { RunningAttempt } from "./supervised-run.ts";

/** What is left of a run may be removed this long after it was launched, and its own limits have passed. */
const RETENTION_DAYS = 7;
const MILLISECONDS_PER_DAY = 86_400_000;
/** Of the year 9999, the last that every platform can write. */
const LAST_MILLISECOND = Date.UTC(9999, 11, 31);

export interface Launch {
  readonly run: FlowRunRecord;
  readonly workPoolId: string;
  readonly attempt: number;
}

/**
 * Creates the infrastructure of an attempt and records it at once. Throws what its launcher throws, and
 * `StartTimeoutError` where that takes longer than `startTimeoutSeconds`.
 */
export async function launchRun(
  prepared: LaunchableJob,
  { run, workPoolId, attempt }: Launch,
  manifest: BundleManifest,
): Promise<RunningAttempt> {
  const { client, binding, pool, jobVariables, limits, flowName, worker } = prepared;
  const { storage, deliveryDirectory } = prepared.bundleStorage;
  const launchedAt = new Date();
  const expiresAt = toExpiry(launchedAt, limits);
  const job = await renderJob(prepared, jobVariables, {
    flowRunId: run.id,
    flowRunName: run.name,
    attempt,
    expiresAt,
    flow: { id: run.flow_id, name: flowName },
    workPool: { id: workPoolId, name: pool.name },
    version: packageVersion(),
    ...(worker === undefined ? {} : { worker }),
  });
  for (const warning of job.warnings) warn(run.name, warning);
  const runner = binding.infrastructure.runnerCommand();
  const modules = await toRunnerStorageModules(runner, [prepared.bundleStorage.reference, prepared.resultStorage]);
  const files = [
    ...(await toDeliveredRunner(runner)),
    ...modules.files,
    ...(deliveryDirectory === null ? [] : toDeliveredFiles(storage, manifest, deliveryDirectory)),
  ];
  const launcher = await openLauncher(binding.infrastructure, job.checked);
  const parcelKey = deliveryDirectory === null ? null : createParcelKey();
  const request: LaunchRequest<unknown> = {
    flowRunId: run.id,
    attempt,
    name: typeof job.configuration["name"] === "string" ? job.configuration["name"] : run.name,
    command: job.command,
    env: {
      PREFECT__RUNNER_EVENTS: "json",
      PREFECT__RUNNER_GRACE_SECONDS: String(runnerGraceSeconds),
      ...(parcelKey === null ? {} : { PREFECT__RUNNER_PARCEL_KEY: parcelKey }),
      ...modules.env,
      ...job.configuration.env,
    },
    ...(Object.keys(prepared.secrets).length === 0 ? {} : { secrets: prepared.secrets }),
    inheritedEnv: job.inheritedEnv,
    labels: job.configuration.labels,
    expiresAt,
    startTimeoutSeconds: limits.startTimeoutSeconds,
    ...(limits.deadlineSeconds === null ? {} : { deadlineSeconds: limits.deadlineSeconds }),
    configuration: job.checked,
    ...(files.length === 0 ? {} : { files }),
    ...(binding.run.signal === undefined ? {} : { signal: binding.run.signal }),
    notify: (notice) => show(run.name, notice),
  };
  const reference = await launchInTime(launcher, request, limits).catch(async (error: unknown) => {
    await endUnrecorded(launcher, request);
    throw error;
  });
  const record = { reference, launchedAt, limits };
  await Promise.all([
    client.updateFlowRun(run.id, { infrastructure_pid: reference.infrastructurePid }),
    writeInfrastructureRecord(storage, run.id, attempt, record),
  ]).catch((error) => warn(run.name, error));
  return {
    client,
    run,
    flow: prepared.flow,
    attempt,
    storage,
    deliveryDirectory,
    parcelKey,
    launcher,
    ...record,
    runningSince: null,
    // A template's own default, unlike an option, is known only now.
    isOutputShown: job.isOutputShown,
    isResumed: false,
  };
}

/** The end of what is left, if nobody removed it before. No date is later than the last one there is. */
function toExpiry(launchedAt: Date, { startTimeoutSeconds, deadlineSeconds }: AttemptLimits): Date {
  const ownMilliseconds = (startTimeoutSeconds + (deadlineSeconds ?? 0)) * 1000;
  const expiry = launchedAt.getTime() + RETENTION_DAYS * MILLISECONDS_PER_DAY + ownMilliseconds;
  return new Date(Math.min(expiry, LAST_MILLISECOND));
}

function show(runName: string, { kind, message }: LaunchNotice): void {
  if (kind === "progress") writeProgress(runName, message);
  else if (kind === "warning") warn(runName, message);
  else say(runName, message);
}

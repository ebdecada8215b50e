import { randomUUID } from "node:crypto";
import type { Writable } from "node:stream";
import { markExecution } from "../bundle/list-executions.ts";
import { readOutcome } from "../bundle/outcome-store.ts";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { Json } from "../contracts/json.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import { finishedLine } from "../engine/finished-line.ts";
import { createPauseGate } from "../engine/pause-gate.ts";
import { logLevels } from "../engine/run-logger.ts";
import type { ApiReporter } from "./api-reporter.ts";
import { beginReporting } from "./begin-reporting.ts";
import { commitOutcome, toOutcome } from "./commit-outcome.ts";
import { runnerExitCode, type RunnerExitCode } from "../bundle/runner-exit-code.ts";
import { createInterruption, type Interruption } from "./interruption.ts";
import { loadAttempt } from "./load-attempt.ts";
import { createLocalStateAuthority } from "./local-state-authority.ts";
import { type Attempt, type AttemptReport, performAttempt } from "./perform-attempt.ts";
import { createReportedAuthority } from "./reported-authority.ts";
import { createRunJournal } from "./run-journal.ts";
import { createRunnerOutput, type RunnerOutput } from "./runner-output.ts";
import { sendParcel } from "./send-parcel.ts";
import { toRunnerSettings, type Environment, type RunnerSettings } from "./runner-settings.ts";
import { createStorageOutage, defaultRetryPolicy, retryStorage, type RetryPolicy } from "./storage-retry.ts";
import type { TerminationSignals } from "./termination.ts";
import { createWorkspace } from "./workspace.ts";

/** How long the end of a run waits for an API that knows it. */
const END_PATIENCE_SECONDS = 10;
/** How long after that, where nobody else would tell. */
const ABSENT_API_SECONDS = 120;

export interface ExecuteRunOptions {
  readonly storage: Storage;
  readonly flowRunId: string;
  /** Default, and `null`: the lowest attempt that has a manifest and no outcome. */
  readonly attempt?: number | null;
  /** The runner's own with the run's secrets; what is not for it alone is passed on to the flow. */
  readonly environment: Environment;
  readonly stdout: Writable;
  /** Gets what goes wrong with the runner itself. */
  readonly stderr: Writable;
  readonly signals: TerminationSignals;
  /** How long a failing storage is tried again. Default: a minute or two, for all operations in a row. */
  readonly retry?: RetryPolicy;
  /** How long the API may take to answer first. Default: 2. */
  readonly answerSeconds?: number;
}

/**
 * Executes one attempt of a flow run and commits its outcome, whatever that is.
 *
 * Throws, before anything has run, `RunnerUsageError`, `ManifestNotFoundError`, `UnsupportedFormatVersionError`,
 * `MalformedRecordError`, or what the storage throws.
 */
export async function executeRun(options: ExecuteRunOptions): Promise<RunnerExitCode> {
  const { storage, flowRunId, environment, signals } = options;
  const retry = { outage: createStorageOutage(), ...(options.retry ?? defaultRetryPolicy) };
  const settings = toRunnerSettings(environment);
  using interruption = createInterruption(signals);
  const manifest = await loadAttempt(storage, flowRunId, options.attempt ?? null, retry);
  const standing = await retryStorage(() => readOutcome(storage, flowRunId, manifest.attempt), retry);
  const output = createRunnerOutput(options.stdout, { format: settings.output, runName: manifest.run.name });
  if (standing !== null) return await reportSuperseded(output, standing);
  return await executeManifest(options, manifest, settings, interruption, retry, output);
}

async function executeManifest(
  options: ExecuteRunOptions,
  manifest: BundleManifest,
  settings: RunnerSettings,
  interruption: Interruption,
  retry: RetryPolicy,
  output: RunnerOutput,
): Promise<RunnerExitCode> {
  const { storage, environment } = options;
  const executionId = randomUUID();
  const complain = (message: string): void => complainTo(options, message);
  const pauses = createPauseGate();
  // The API is asked while the flow is fetched and its process starts.
  const reporting = beginReporting(environment, manifest.flowRunId, {
    isFollowed: settings.output === "json",
    onCancelled: interruption.cancel,
    pauses,
    ...(options.answerSeconds === undefined ? {} : { answerSeconds: options.answerSeconds }),
  });
  using _ = { [Symbol.dispose]: () => void reporting.then((reporter) => reporter?.[Symbol.dispose]()) };
  const journal = createRunJournal({ ...manifest, executionId, storage, retry, output, reporting, complain });
  const local = createLocalStateAuthority(manifest);
  const authority = createReportedAuthority(local, reporting);
  // The first sign of this runner, long before its flow can be fetched and say anything.
  await journal.heartbeat();
  const marking = markExecution(storage, { ...manifest, executionId }).catch((error) => complain(String(error)));
  await using workspace = await createWorkspace(settings.workingDirectory);
  const attempt: Attempt = {
    storage,
    manifest,
    executionId,
    settings,
    environment,
    workspace,
    authority,
    journal,
    interruption,
    pauses,
    retry,
  };
  const report = await performAttempt(attempt);
  await journal.log({
    timestamp: new Date(),
    name: "prefect.flow_runs",
    stream: "logger",
    ...(await lastLine(attempt, report)),
  });
  await Promise.all([journal.close(), marking]);

  const outcome = toOutcome(manifest, executionId, report, new Date());
  try {
    const { won, standing } = await commitOutcome(storage, outcome, report, retry);
    if (!won) return await reportSuperseded(output, standing);
  } catch (error) {
    complain(`the outcome (${outcome.state.name}) could not be stored: ${String(error)}`);
    return runnerExitCode.storageFailed;
  }
  await local.propose(outcome.state);
  const reporter = await reporting;
  const isTold = await tellEnd(reporter, outcome, END_PATIENCE_SECONDS);
  await journal.state(outcome.state);
  if (settings.parcelKey !== null) await sendParcel(storage, outcome, settings.parcelKey, output.emit);
  // Who follows this output reads the outcome, and tells the API of it.
  if (!isTold && settings.output === "text") await tellEnd(reporter, outcome, ABSENT_API_SECONDS);
  return runnerExitCode.committed;
}

async function tellEnd(reporter: ApiReporter | null, { state, value }: Outcome, seconds: number): Promise<boolean> {
  if (reporter === null) return true;
  const data = value === null ? {} : { data: value.metadata as unknown as Json };
  return await reporter.end({ ...state, ...data }, seconds);
}

/**
 * What the log says last. Whoever ends a run sends a signal once its outcome stands, so that after one the run may have
 * ended otherwise; a runner whose storage only it can see does not know.
 */
async function lastLine(
  { storage, manifest, settings, interruption: { received } }: Attempt,
  { verdict }: AttemptReport,
): Promise<ReturnType<typeof finishedLine>> {
  if (received === null) return finishedLine(verdict.state);
  const standing = await readOutcome(storage, manifest.flowRunId, manifest.attempt).catch(() => null);
  if (standing !== null) return finishedLine(standing.state);
  const isKnown = settings.parcelKey === null || verdict.infrastructure?.cause !== "signal";
  return isKnown ? finishedLine(verdict.state) : { level: logLevels.info, message: `Ended by ${received}.` };
}

/** Nobody misses what the run ended without, so that only whoever asks for details is told. */
async function reportSuperseded(output: RunnerOutput, { flowRunId, attempt, state }: Outcome): Promise<RunnerExitCode> {
  await output.emit({
    prefect: "log",
    timestamp: new Date().toISOString(),
    level: logLevels.debug,
    name: "prefect.runner",
    stream: "logger",
    message: `Attempt ${String(attempt)} of flow run ${flowRunId} has ended already, as ${state.name}; nothing was committed.`,
  });
  return runnerExitCode.superseded;
}

function complainTo({ stderr }: ExecuteRunOptions, message: string): void {
  stderr.write(`prefect runner: ${message}\n`);
}

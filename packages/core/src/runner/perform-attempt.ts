import { NodeTooOldError } from "../errors/node-too-old-error.ts";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { Storage } from "../contracts/storage.ts";
import type { PauseGate } from "../engine/pause-gate.ts";
import { toChildEnvironment } from "./child-environment.ts";
import { crashed, toInterruptedVerdict } from "./classify-end.ts";
import { startEngineProcess, type EngineProcess } from "./engine-process.ts";
import { fetchBundle } from "./fetch-bundle.ts";
import { heapSizeOfThisContainer } from "./heap-size.ts";
import type { Interruption } from "./interruption.ts";
import { runEngine, type EngineReport } from "./run-engine.ts";
import type { RunJournal } from "./run-journal.ts";
import type { Environment, RunnerSettings } from "./runner-settings.ts";
import type { StateAuthority } from "./state-authority.ts";
import type { RetryPolicy } from "./storage-retry.ts";
import { openResultTarget, type ResultTarget } from "./store-result.ts";
import { writeEntry, type Workspace } from "./workspace.ts";
import { messageOf } from "../errors/thrown.ts";

export interface Attempt {
  readonly storage: Storage;
  readonly manifest: BundleManifest;
  readonly executionId: string;
  readonly settings: RunnerSettings;
  readonly environment: Environment;
  readonly workspace: Workspace;
  readonly authority: StateAuthority;
  readonly journal: RunJournal;
  readonly interruption: Interruption;
  readonly pauses: PauseGate;
  readonly retry: RetryPolicy;
}

/** What an attempt came to, before anything of it is committed. */
export interface AttemptReport extends Pick<EngineReport, "verdict" | "value" | "peakMemoryBytes"> {
  /** Where the result lies, if there is one. */
  readonly resultTarget: ResultTarget | null;
  readonly fetchSeconds: number;
  readonly startSeconds: number;
  readonly runSeconds: number;
  readonly storeSeconds: number;
}

/** Fetches, starts, and follows the flow to its end. Whatever goes wrong is in the report; it does not throw. */
export async function performAttempt(attempt: Attempt): Promise<AttemptReport> {
  const { manifest, storage, workspace, interruption, retry } = attempt;
  const startedAt = performance.now();
  const fetchSeconds = (): number => (performance.now() - startedAt) / 1000;
  let engine: EngineProcess | null = null;
  let fetched: { readonly engine: EngineProcess; readonly resultTarget: ResultTarget };
  try {
    checkNodeVersion(manifest);
    engine = await startWaiting(attempt);
    const resultTarget = await openResultTarget(storage, manifest, attempt.executionId, attempt);
    await fetchBundle(storage, manifest, workspace, { retry, signal: interruption.signal });
    fetched = { engine, resultTarget };
  } catch (error) {
    engine?.kill();
    await engine?.exited;
    return notStarted(error, interruption, fetchSeconds());
  }
  const beforeStart = fetchSeconds();
  try {
    const report = await runEngine({
      ...attempt,
      ...fetched,
      graceSeconds: attempt.settings.graceSeconds,
      timeoutSeconds: manifest.run.timeoutSeconds,
    });
    return { ...report, resultTarget: fetched.resultTarget, fetchSeconds: beforeStart };
  } catch (error) {
    fetched.engine.kill();
    return notStarted(error, interruption, beforeStart);
  }
}

/** The process takes as long to start as its engine takes to be fetched and verified: both happen at once. */
async function startWaiting({ workspace, manifest, environment }: Attempt): Promise<EngineProcess> {
  return await startEngineProcess({
    entryPath: await writeEntry(workspace, manifest),
    workingDirectory: workspace.workingDirectory,
    environment: toChildEnvironment(environment),
    heapMegabytes: heapSizeOfThisContainer(environment),
  });
}

function notStarted(error: unknown, { received }: Interruption, fetchSeconds: number): AttemptReport {
  const message = messageOf(error);
  return {
    verdict: received === null ? crashed("start-failed", null, message) : toInterruptedVerdict(received),
    value: null,
    resultTarget: null,
    peakMemoryBytes: null,
    fetchSeconds,
    startSeconds: 0,
    runSeconds: 0,
    storeSeconds: 0,
  };
}

function checkNodeVersion({ minimumNodeMajor }: BundleManifest): void {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= minimumNodeMajor) return;
  throw new NodeTooOldError({ minimumNodeMajor, nodeVersion: process.versions.node });
}

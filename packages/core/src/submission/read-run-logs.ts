import { readStoredLogs } from "../bundle/stored-logs.ts";
import type { LogOptions } from "../contracts/flow-run-future.ts";
import type { LogRecord } from "../contracts/log-record.ts";
import type { FollowedRun } from "./followed-run.ts";
import { parseRunnerOutput } from "./runner-output.ts";
import type { CurrentAttempt } from "./supervised-run.ts";
import { isTerminal } from "./terminal-state.ts";
import { toState } from "./to-state.ts";

/** A run's log from its start: from its infrastructure while that is there, else as it was kept in storage. */
export async function* readRunLogs(
  run: FollowedRun,
  { follow = true, since, signal }: LogOptions = {},
): AsyncGenerator<LogRecord, void, undefined> {
  for await (const record of follow ? followLogs(run, signal) : allStoredLogs(run, signal)) {
    if (since === undefined || record.timestamp >= since) yield record;
  }
}

async function* followLogs(
  run: FollowedRun,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogRecord, void, undefined> {
  const current = run.current();
  if (isTerminal(toState(await run.client.readFlowRun(run.flowRunId)).type)) return yield* allStoredLogs(run, signal);
  for (let attempt = 1; attempt < current.attempt; attempt += 1) yield* storedLogs(run, attempt, signal);
  for (let at: CurrentAttempt | null = current; at !== null; at = await run.following(at.attempt)) {
    let isLive = false;
    for await (const record of liveLogs(run.flowRunId, at, signal)) {
      isLive = true;
      yield record;
    }
    // The infrastructure may have been removed between the look at its run and the look at its output.
    if (!isLive) yield* storedLogs(run, at.attempt, signal);
  }
}

async function* liveLogs(
  flowRunId: string,
  { launcher, reference }: CurrentAttempt,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogRecord, void, undefined> {
  if (reference === null) return;
  for await (const event of launcher.watch(reference, signal === undefined ? {} : { signal })) {
    if (event.kind !== "output") continue;
    const output = parseRunnerOutput(event, flowRunId);
    if ("kind" in output) yield output.record;
  }
}

async function* allStoredLogs(
  run: FollowedRun,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogRecord, void, undefined> {
  const last = run.current().attempt;
  for (let attempt = 1; attempt <= last; attempt += 1) yield* storedLogs(run, attempt, signal);
}

async function* storedLogs(
  run: FollowedRun,
  attempt: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogRecord, void, undefined> {
  for await (const record of readStoredLogs(run.storage, run.flowRunId, attempt)) {
    signal?.throwIfAborted();
    yield record;
  }
}

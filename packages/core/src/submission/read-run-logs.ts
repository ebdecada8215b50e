import { readStoredLogs } from "../bundle/stored-logs.ts";
import type { LogOptions } from "../contracts/flow-run-future.ts";
import type { LogRecord } from "../contracts/log-record.ts";
import type { FollowedRun } from "./followed-run.ts";
import { parseRunnerOutput } from "./runner-output.ts";
import { isTerminal } from "./terminal-state.ts";
import { toState } from "./to-state.ts";

/** A run's log from its start: from its infrastructure while that is there, else as it was kept in storage. */
export async function* readRunLogs(
  run: FollowedRun,
  { follow = true, since, signal }: LogOptions = {},
): AsyncGenerator<LogRecord, void, undefined> {
  for await (const record of follow ? followLogs(run, signal) : storedLogs(run, signal)) {
    if (since === undefined || record.timestamp >= since) yield record;
  }
}

async function* followLogs(
  run: FollowedRun,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogRecord, void, undefined> {
  const { type } = toState(await run.client.readFlowRun(run.flowRunId));
  let live = false;
  if (!isTerminal(type)) {
    for await (const record of liveLogs(run, signal)) {
      live = true;
      yield record;
    }
  }
  // The infrastructure may have been removed between the look at its run and the look at its output.
  if (!live) yield* storedLogs(run, signal);
}

async function* liveLogs(
  run: FollowedRun,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogRecord, void, undefined> {
  const { launcher, reference, flowRunId } = run;
  if (reference === null) return;
  for await (const event of launcher.watch(reference, signal === undefined ? {} : { signal })) {
    if (event.kind !== "output") continue;
    const output = parseRunnerOutput(event, flowRunId);
    if ("kind" in output) yield output.record;
  }
}

async function* storedLogs(
  run: FollowedRun,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogRecord, void, undefined> {
  for await (const record of readStoredLogs(run.storage, run.flowRunId, run.attempt)) {
    signal?.throwIfAborted();
    yield record;
  }
}

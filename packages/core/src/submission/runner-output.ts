import type { InfrastructureEvent } from "../contracts/launcher.ts";
import type { LogRecord } from "../contracts/log-record.ts";
import type { RunnerEvent } from "../contracts/runner-event.ts";

const LEVEL_INFO = 20;

type OutputEvent = Extract<InfrastructureEvent, { kind: "output" }>;

/** What one line of a container's output says: progress of the run, or a line of its log. */
export type RunnerOutput =
  /** `isRunners`: whether a runner wrote it, and not something else in the container. */
  | { readonly kind: "log"; readonly record: LogRecord; readonly isRunners: boolean }
  | Exclude<RunnerEvent, { prefect: "log" }>;

/** Reads a line that a runner, or anything else in the container, printed. Whatever is no event of ours is a plain log line. */
export function parseRunnerOutput(event: OutputEvent, flowRunId: string): RunnerOutput {
  const runnerEvent = parseRunnerEvent(event.line);
  if (runnerEvent === null) {
    return {
      kind: "log",
      isRunners: false,
      record: {
        flowRunId,
        timestamp: event.timestamp,
        level: LEVEL_INFO,
        name: "prefect.flow_runs",
        message: event.line,
        stream: event.stream,
      },
    };
  }
  if (runnerEvent.prefect !== "log") return runnerEvent;
  const { timestamp, level, name, message, stream } = runnerEvent;
  return {
    kind: "log",
    isRunners: true,
    record: { flowRunId, timestamp: new Date(timestamp), level, name, message, stream },
  };
}

function parseRunnerEvent(line: string): RunnerEvent | null {
  if (!line.startsWith('{"prefect":"')) return null;
  try {
    return JSON.parse(line) as RunnerEvent;
  } catch {
    return null;
  }
}

import { encodeLogChunk } from "../bundle/stored-logs.ts";
import { logChunkKey } from "../bundle/run-layout.ts";
import type { LogRecord } from "../contracts/log-record.ts";
import type { WireState } from "../contracts/runner-protocol.ts";
import type { Storage } from "../contracts/storage.ts";
import type { ApiReporter } from "./api-reporter.ts";
import { createLogSink } from "./log-sink.ts";
import type { RunnerOutput } from "./runner-output.ts";
import { retryStorage, type RetryPolicy } from "./storage-retry.ts";

/** What happens in a run, told to whoever follows the runner's output; log records are kept in storage as well. */
export interface RunJournal {
  log(record: Omit<LogRecord, "flowRunId">): Promise<void>;
  state(state: Pick<WireState, "type" | "name" | "message">): Promise<void>;
  runName(name: string): Promise<void>;
  heartbeat(): Promise<void>;
  /** Resolves once all log records are in storage, or cannot be put there. */
  close(): Promise<void>;
}

export interface RunJournalOptions {
  readonly flowRunId: string;
  readonly attempt: number;
  readonly executionId: string;
  readonly storage: Storage;
  readonly retry: RetryPolicy;
  readonly output: RunnerOutput;
  /** Who tells the API all that follows. What happens before it is known waits for it, but for heartbeats. */
  readonly reporting: Promise<ApiReporter | null>;
  /** Says what went wrong with the journal itself. */
  readonly complain: (message: string) => void;
}

export function createRunJournal(options: RunJournalOptions): RunJournal {
  const { flowRunId, attempt, executionId, storage, retry, output, complain } = options;
  const now = (): string => new Date().toISOString();
  const reporting = options.reporting.then(async (reporter) => {
    if (reporter !== null) await output.emit({ prefect: "reporting", timestamp: now() });
    return reporter;
  });

  const store = async (sequence: number, records: readonly LogRecord[]): Promise<void> => {
    const key = logChunkKey(flowRunId, attempt, executionId, sequence);
    try {
      await retryStorage(() => storage.write(key, encodeLogChunk(records)), retry);
    } catch (error) {
      // A log that cannot be kept is no reason to fail the run.
      complain(`${String(records.length)} log records could not be stored: ${String(error)}`);
    }
  };
  const sink = createLogSink({ store });

  return {
    async log({ timestamp, level, name, stream, message }) {
      const reporter = await reporting;
      await output.emit({ prefect: "log", timestamp: timestamp.toISOString(), level, name, stream, message });
      await Promise.all([
        sink.write({ flowRunId, timestamp, level, name, stream, message }),
        reporter?.log({ timestamp, level, name, stream, message }),
      ]);
    },
    async state({ type, name, message }) {
      await reporting;
      await output.emit({ prefect: "state", timestamp: now(), type, name, message });
    },
    async runName(name) {
      const reporter = await reporting;
      reporter?.runName(name);
      await output.emit({ prefect: "run-name", name });
    },
    heartbeat: () => output.emit({ prefect: "heartbeat", timestamp: now() }),
    async close() {
      const reporter = await reporting;
      await Promise.all([sink.close(), reporter?.flush()]);
    },
  };
}

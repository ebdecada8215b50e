import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { LogCreate } from "../../control-plane/records/log.ts";
import type { Settings } from "../../settings/settings.ts";
import { describeError } from "../describe-error.ts";
import type { LogEntry } from "../flow-runtime.ts";

/** Collects the log of a run and sends it in batches. */
export interface LogBatch {
  add(entry: LogEntry): void;
  /** Resolves once everything was sent, or could not be. */
  close(): Promise<void>;
}

type LogSettings = Pick<
  Settings,
  "loggingToApiEnabled" | "loggingToApiBatchIntervalSeconds" | "loggingToApiBatchSize" | "loggingToApiMaxLogSize"
>;

/** A log that cannot be sent does not fail the run: it is said once, on standard error. */
export function createLogBatch(
  client: Pick<PrefectClient, "createLogs">,
  flowRunId: string,
  settings: LogSettings,
): LogBatch {
  let waiting: LogCreate[] = [];
  let waitingBytes = 0;
  let sending: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let complained = false;

  const complain = (error: unknown): void => {
    if (!complained) process.stderr.write(`The log of run ${flowRunId} could not be sent: ${describeError(error)}\n`);
    complained = true;
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return sending;
    const batch = waiting;
    waiting = [];
    waitingBytes = 0;
    sending = sending.then(() => client.createLogs(batch)).catch(complain);
    return sending;
  };

  return {
    add({ timestamp, level, name, message }) {
      if (!settings.loggingToApiEnabled) return;
      const text = message.slice(0, settings.loggingToApiMaxLogSize);
      waiting.push({ name, level, message: text, timestamp: timestamp.toISOString(), flow_run_id: flowRunId });
      waitingBytes += Buffer.byteLength(text);
      if (waitingBytes >= settings.loggingToApiBatchSize) void flush();
      else timer ??= setTimeout(() => void flush(), settings.loggingToApiBatchIntervalSeconds * 1000).unref();
    },
    close: flush,
  };
}

import { setTimeout as delay } from "node:timers/promises";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { LogCreate } from "../../control-plane/records/log.ts";
import type { Settings } from "../../settings/settings.ts";
import { describeError } from "../describe-error.ts";
import type { LogEntry } from "../flow-runtime.ts";

/** Collects the log of a run and sends it in batches. */
export interface LogBatch {
  add(entry: LogEntry): void;
  /**
   * Resolves once there is room for more: a run may print faster than the control plane takes it. Where that takes
   * nothing for `patienceSeconds`, what comes is left out until it does, and how much is said in the log.
   */
  room(): Promise<void>;
  /** Resolves once everything was sent, or could not be. */
  close(): Promise<void>;
}

type LogSettings = Pick<
  Settings,
  "loggingToApiEnabled" | "loggingToApiBatchIntervalSeconds" | "loggingToApiBatchSize" | "loggingToApiMaxLogSize"
>;

/** Of the batch's size: what may wait to be sent before whoever adds must wait too. */
const MOST_UNSENT_BATCHES = 3;
const WARNING = 30;

/** A log that cannot be sent does not fail the run: it is said once, on standard error. */
export function createLogBatch(
  client: Pick<PrefectClient, "createLogs">,
  flowRunId: string,
  settings: LogSettings,
  { patienceSeconds = 10 }: { readonly patienceSeconds?: number } = {},
): LogBatch {
  let waiting: LogCreate[] = [];
  let waitingBytes = 0;
  let unsentBytes = 0;
  let leftOut = 0;
  /** Whether nothing was taken since somebody waited in vain. */
  let isStuck = false;
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
    const [batch, bytes] = [waiting, waitingBytes];
    waiting = [];
    waitingBytes = 0;
    sending = sending
      .then(() => client.createLogs(batch))
      .catch(complain)
      .finally(() => {
        unsentBytes -= bytes;
        isStuck = false;
      });
    return sending;
  };
  const isFull = (): boolean => unsentBytes >= MOST_UNSENT_BATCHES * settings.loggingToApiBatchSize;
  const push = ({ timestamp, level, name, message }: LogEntry): void => {
    const text = message.slice(0, settings.loggingToApiMaxLogSize);
    const bytes = Buffer.byteLength(text);
    waiting.push({ name, level, message: text, timestamp: timestamp.toISOString(), flow_run_id: flowRunId });
    waitingBytes += bytes;
    unsentBytes += bytes;
  };

  return {
    add(entry) {
      if (!settings.loggingToApiEnabled) return;
      if (isStuck && isFull()) {
        leftOut += 1;
        return;
      }
      if (leftOut > 0) {
        const message = `${String(leftOut)} lines are missing here: the control plane took no logs.`;
        push({ ...entry, level: WARNING, message });
        leftOut = 0;
      }
      push(entry);
      if (waitingBytes >= settings.loggingToApiBatchSize) void flush();
      else timer ??= setTimeout(() => void flush(), settings.loggingToApiBatchIntervalSeconds * 1000).unref();
    },
    async room() {
      if (!isFull() || isStuck) return;
      isStuck = true;
      await Promise.race([sending, delay(patienceSeconds * 1000, undefined, { ref: false })]);
    },
    close: flush,
  };
}

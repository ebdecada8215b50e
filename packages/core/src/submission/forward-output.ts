import type { ParcelObject } from "../bundle/parcel.ts";
import type { InfrastructureEvent } from "../contracts/launcher.ts";
import type { RunnerEvent } from "../contracts/runner-event.ts";
import { createLogBatch } from "../engine/host/log-batch.ts";
import type { LineTail } from "../engine/line-tail.ts";
import { loadSettings } from "../settings/load-settings.ts";
import { createParcelReceiver } from "./receive-parcel.ts";
import { readRecordedUntil } from "./recorded-until.ts";
import { printRunLog, warn } from "./run-console.ts";
import { parseRunnerOutput } from "./runner-output.ts";
import { createStateReporter } from "./state-reporter.ts";
import type { RunningAttempt } from "./supervised-run.ts";
import { isTerminal } from "./terminal-state.ts";
import { withinSeconds } from "./within-seconds.ts";

/** How long the control plane may take to take the last states and lines; the end of the run does not wait longer. */
const FLUSH_SECONDS = 5;

export type OutputEvent = Extract<InfrastructureEvent, { kind: "output" }>;

/** What a runner sent before its infrastructure ended, and when all that it told before is forwarded. */
export interface ReceivedParcel {
  readonly objects: readonly ParcelObject[];
  readonly forwarded: Promise<void>;
}

export interface OutputForwarder {
  /** Resolves once there is room for more. */
  output(event: OutputEvent): Promise<void>;
  /** Resolves once everything is in the control plane, or has had its time to get there. */
  flush(): Promise<void>;
}

/** Shows what a run's infrastructure prints here, and writes it to the control plane: lines as log, progress as states. */
export async function forwardOutput(
  { client, run, isResumed, isOutputShown, parcelKey }: RunningAttempt,
  tail: LineTail,
  { onSign, onParcel }: { onSign(): void; onParcel(parcel: ReceivedParcel): void },
): Promise<OutputForwarder> {
  const recorded = isResumed ? await readRecordedUntil(client, run.id) : { logs: null, states: null };
  const states = createStateReporter(client, run, (error) => warn(run.name, error));
  const logs = createLogBatch(client, run.id, loadSettings());
  let isReported = false;
  const receiveParcel = createParcelReceiver(parcelKey);
  const flush = async (): Promise<void> => {
    const flushed = Promise.all([states.flush(), logs.close()]);
    if (await withinSeconds(FLUSH_SECONDS, flushed)) return;
    warn(run.name, `The control plane takes no logs and states (${client.describe()}); some may be missing there.`);
  };
  return {
    flush,
    async output(event) {
      const output = parseRunnerOutput(event, run.id);
      if ("kind" in output) {
        const { record } = output;
        if (output.isRunners) onSign();
        tail.push(record.message);
        if (recorded.logs !== null && record.timestamp <= recorded.logs) return;
        if (isOutputShown) printRunLog(run.name, record);
        // What its platform printed itself, no runner tells.
        if (isReported && output.isRunners) return;
        logs.add(record);
        await logs.room();
        return;
      }
      onSign();
      if (output.prefect === "parcel") {
        const objects = receiveParcel(output);
        if (objects !== null) onParcel({ objects, forwarded: flush() });
      } else if (output.prefect === "reporting") {
        isReported = true;
      } else if (output.prefect !== "heartbeat" && !isReported && !isTold(output, recorded.states)) {
        states.report(output);
      }
    },
  };
}

/** How a run ended is told by its outcome alone; what is recorded already is told once. */
function isTold(event: RunnerEvent, recordedUntil: Date | null): boolean {
  if (event.prefect !== "state") return false;
  return isTerminal(event.type) || (recordedUntil !== null && new Date(event.timestamp) <= recordedUntil);
}

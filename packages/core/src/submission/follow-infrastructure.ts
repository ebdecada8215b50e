import { setTimeout as delay } from "node:timers/promises";
import type { ParcelObject } from "../bundle/parcel.ts";
import type { InfrastructureEvent, InfrastructureExit, InfrastructureReference } from "../contracts/launcher.ts";
import type { RunnerEvent } from "../contracts/runner-event.ts";
import { createLogBatch } from "../engine/host/log-batch.ts";
import { InfrastructureUnreachableError } from "../errors/infrastructure-unreachable-error.ts";
import { loadSettings } from "../settings/load-settings.ts";
import type { LineTail } from "../engine/line-tail.ts";
import { createParcelReceiver } from "./receive-parcel.ts";
import { readRecordedUntil } from "./recorded-until.ts";
import { printRunLog, warn } from "./run-console.ts";
import { parseRunnerOutput } from "./runner-output.ts";
import { createStateReporter } from "./state-reporter.ts";
import type { RunningAttempt } from "./supervised-run.ts";
import { isTerminal } from "./terminal-state.ts";

/** A watch that fails is begun again this often, at growing intervals, before its infrastructure counts as lost. */
const WATCH_RETRIES = 6;
const FIRST_PAUSE_MILLISECONDS = 200;

type OutputEvent = Extract<InfrastructureEvent, { kind: "output" }>;

/** What a runner sent before its infrastructure ended, and when all that it told before is forwarded. */
export interface ReceivedParcel {
  readonly objects: readonly ParcelObject[];
  readonly forwarded: Promise<void>;
}

/**
 * Shows and forwards what an attempt's infrastructure prints, until it has ended. One that cannot be watched any more
 * counts as lost. Throws `InfrastructureUnreachableError` where only another machine could tell.
 */
export async function followInfrastructure(
  running: RunningAttempt,
  tail: LineTail,
  signal: AbortSignal,
  onParcel: (parcel: ReceivedParcel) => void,
): Promise<InfrastructureExit> {
  const { reference } = running;
  if (reference === null) return lost("nothing of it was found");
  const forward = await createForwarder(running, tail, onParcel);
  try {
    return await watchUntilExit(running, reference, forward.output, signal);
  } finally {
    await forward.flush();
  }
}

async function watchUntilExit(
  { launcher }: RunningAttempt,
  reference: InfrastructureReference,
  onOutput: (event: OutputEvent) => void,
  signal: AbortSignal,
): Promise<InfrastructureExit> {
  let seen = 0;
  let problem = "";
  for (let failures = 0; failures <= WATCH_RETRIES; failures += 1) {
    if (failures > 0) await delay(FIRST_PAUSE_MILLISECONDS * 2 ** failures, undefined, { signal });
    try {
      // A watch tells everything from the start, so that one which is begun again first tells what is known.
      let told = 0;
      for await (const event of launcher.watch(reference, { signal })) {
        if (event.kind === "exited") return event;
        if (event.kind !== "output") continue;
        told += 1;
        if (told <= seen) continue;
        seen = told;
        failures = 0;
        onOutput(event);
      }
      problem = "it disappeared while it was watched";
    } catch (error) {
      signal.throwIfAborted();
      if (InfrastructureUnreachableError.isInstance(error)) throw error;
      problem = error instanceof Error ? error.message : String(error);
    }
    signal.throwIfAborted();
  }
  return lost(problem);
}

async function createForwarder(
  { client, run, isResumed, isOutputShown, parcelKey }: RunningAttempt,
  tail: LineTail,
  onParcel: (parcel: ReceivedParcel) => void,
) {
  const recorded = isResumed ? await readRecordedUntil(client, run.id) : { logs: null, states: null };
  const states = createStateReporter(client, run, (error) => warn(run.name, error));
  const logs = createLogBatch(client, run.id, loadSettings());
  const receiveParcel = createParcelReceiver(parcelKey);
  const flush = async (): Promise<void> => {
    await Promise.all([states.flush(), logs.close()]);
  };
  return {
    flush,
    output(event: OutputEvent): void {
      const output = parseRunnerOutput(event, run.id);
      if ("kind" in output) {
        const { record } = output;
        tail.push(record.message);
        if (recorded.logs !== null && record.timestamp <= recorded.logs) return;
        if (isOutputShown) printRunLog(run.name, record);
        logs.add(record);
      } else if (output.prefect === "parcel") {
        const objects = receiveParcel(output);
        if (objects !== null) onParcel({ objects, forwarded: flush() });
      } else if (output.prefect !== "heartbeat" && !isTold(output, recorded.states)) {
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

function lost(message: string): InfrastructureExit {
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message };
}

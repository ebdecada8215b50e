import { setTimeout as delay } from "node:timers/promises";
import type { InfrastructureEvent, InfrastructureExit, InfrastructureReference } from "../contracts/launcher.ts";
import type { LineTail } from "../engine/line-tail.ts";
import { InfrastructureUnreachableError } from "../errors/infrastructure-unreachable-error.ts";
import { forwardOutput, type OutputEvent, type ReceivedParcel } from "./forward-output.ts";
import type { RunningAttempt } from "./supervised-run.ts";
import { messageOf } from "../errors/thrown.ts";

/** A watch that fails is begun again this often, at growing intervals, before its infrastructure counts as lost. */
const WATCH_RETRIES = 6;
const FIRST_PAUSE_MILLISECONDS = 200;

/** What is of interest before the end. */
export interface Observer {
  /** The platform says what it waits for. */
  onWaiting(reason: string): void;
  /** The runner has shown itself. Called at each sign of it. */
  onSign(): void;
  /** The runner has sent what it leaves, its outcome included. */
  onParcel(parcel: ReceivedParcel): void;
}

/**
 * Shows and forwards what an attempt's infrastructure prints, until it has ended. One that cannot be watched any more
 * counts as lost. Throws `InfrastructureUnreachableError` where it was never reached from here, so that only another
 * machine could tell.
 */
export async function followInfrastructure(
  running: RunningAttempt,
  tail: LineTail,
  signal: AbortSignal,
  observer: Observer,
): Promise<InfrastructureExit> {
  const { reference } = running;
  if (reference === null) return lost("nothing of it was found");
  const forward = await forwardOutput(running, tail, observer);
  try {
    return await watchUntilExit(running, reference, { ...observer, onOutput: forward.output }, signal);
  } finally {
    await forward.flush();
  }
}

async function watchUntilExit(
  { launcher, isResumed }: RunningAttempt,
  reference: InfrastructureReference,
  observer: Observer & { onOutput(event: OutputEvent): Promise<void> },
  signal: AbortSignal,
): Promise<InfrastructureExit> {
  let seen = 0;
  let problem = "";
  let wasReached = !isResumed;
  for (let failures = 0; failures <= WATCH_RETRIES; failures += 1) {
    if (failures > 0) await delay(FIRST_PAUSE_MILLISECONDS * 2 ** failures, undefined, { signal });
    try {
      // A watch tells everything from the start, so that one which is begun again first tells what is known.
      let told = 0;
      for await (const event of launcher.watch(reference, { signal })) {
        wasReached = true;
        if (event.kind === "exited") return event;
        if (event.kind !== "output") {
          tellProgress(event, observer);
          continue;
        }
        told += 1;
        if (told <= seen) continue;
        seen = told;
        failures = 0;
        await observer.onOutput(event);
      }
      problem = "it disappeared while it was watched";
    } catch (error) {
      signal.throwIfAborted();
      problem = messageOf(error);
      if (InfrastructureUnreachableError.isInstance(error)) {
        if (!wasReached) throw error;
        // The launcher has waited for its platform already.
        break;
      }
    }
    signal.throwIfAborted();
  }
  return lost(problem);
}

function tellProgress(
  event: Extract<InfrastructureEvent, { kind: "starting" | "running" }>,
  { onWaiting, onSign }: Observer,
): void {
  if (event.kind === "starting") onWaiting(event.reason);
  else if (event.isSilent === true) onSign();
}

function lost(message: string): InfrastructureExit {
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message };
}

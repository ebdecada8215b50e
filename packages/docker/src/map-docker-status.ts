import { constants } from "node:os";
import type { ExitCause, InfrastructureExit } from "prefect-core/provider";
import type { ContainerState } from "./container-details.ts";

// What a shell and the engine report for a process that a signal ended is this plus the signal's number.
const signalBase = 128;

/** How an ended container ended. Pure. */
export function toContainerExit(state: ContainerState): InfrastructureExit {
  const { ExitCode: exitCode, FinishedAt } = state;
  const { cause, message } = explain(state);
  const finished = new Date(FinishedAt);
  return { kind: "exited", timestamp: isMeant(finished) ? finished : new Date(), exitCode, cause, message };
}

/** A container that nobody can ask any more. */
export function lostExit(message: string): InfrastructureExit {
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message };
}

function explain({ ExitCode: code, Error: problem, OOMKilled }: ContainerState): {
  readonly cause: ExitCause;
  readonly message: string;
} {
  const words = problem === "" ? "" : ` The engine says: ${problem}`;
  // The engine sets the mark for any process of the container, also for one whose end the flow survived.
  if (OOMKilled && code !== 0) {
    return { cause: "out-of-memory", message: `The container exceeded its memory limit (exit code ${code}).` };
  }
  if (code === 126 || code === 127) {
    const what = code === 127 ? "found" : "executed";
    return {
      cause: "command-not-found",
      message: `The command could not be ${what} in the image (exit code ${code}).${words}`,
    };
  }
  if (code === 125 || (code !== 0 && problem !== "")) {
    return { cause: "start-failed", message: `The container could not be started (exit code ${code}).${words}` };
  }
  const signal = Object.entries(constants.signals).find(([, number]) => signalBase + number === code)?.[0];
  if (signal !== undefined) {
    return { cause: "signal", message: `The container was ended by ${signal} (exit code ${code}).` };
  }
  return { cause: "exited", message: `The container exited with code ${code}.` };
}

/** The engine writes the year 1 for what has not happened. */
export function isMeant(date: Date): boolean {
  return date.getUTCFullYear() > 1;
}

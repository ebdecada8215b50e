import { constants } from "node:os";
import type { InfrastructureExit } from "../../contracts/launcher.ts";

// What a shell reports for a command that a signal ended is this plus the signal's number.
const signalBase = 128;

/** An exit code that the wrapper left, as an event. */
export function toProcessExit(exitCode: number, timestamp: Date): InfrastructureExit {
  const signal = signalName(exitCode);
  if (exitCode === 126 || exitCode === 127) {
    const message = `The command could not be ${exitCode === 127 ? "found" : "executed"} (exit code ${exitCode}).`;
    return { kind: "exited", timestamp, exitCode, cause: "command-not-found", message };
  }
  if (signal !== null) {
    const message = `The process was ended by ${signal} (exit code ${exitCode}).`;
    return { kind: "exited", timestamp, exitCode, cause: "signal", message };
  }
  return { kind: "exited", timestamp, exitCode, cause: "exited", message: `The process exited with code ${exitCode}.` };
}

export function killedExit(timestamp: Date): InfrastructureExit {
  return toProcessExit(signalBase + constants.signals.SIGKILL, timestamp);
}

export function lostExit(message: string): InfrastructureExit {
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message };
}

function signalName(exitCode: number): string | null {
  const name = Object.entries(constants.signals).find(([, number]) => signalBase + number === exitCode)?.[0];
  return name ?? null;
}

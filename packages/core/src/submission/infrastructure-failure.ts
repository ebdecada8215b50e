import type { ExitCause, InfrastructureExit } from "../contracts/launcher.ts";
import type { InfrastructureEnd } from "../contracts/outcome.ts";
import { runnerImageHint } from "../infrastructure/runner-image.ts";
import { runnerExitHint } from "./runner-exit-hint.ts";

/** What is written for an attempt whose infrastructure ended without an outcome of its own. Pure. */
export function toInfrastructureEnd(exit: InfrastructureExit, logTail: readonly string[]): InfrastructureEnd {
  const { exitCode, platformReason } = exit;
  const isMissing = isRunnerMissing(exit, logTail);
  const cause = isMissing ? "runner-missing" : exit.cause;
  const hint = exit.hint ?? (isMissing ? runnerImageHint() : runnerExitHint(exit));
  return {
    cause,
    exitCode,
    message: `The flow run's infrastructure ended before it reported an outcome: ${withExitCode(exit)}`,
    ...(platformReason === undefined ? {} : { platformReason }),
    ...(hint === null ? {} : { hint }),
    ...(logTail.length === 0 ? {} : { logTail }),
  };
}

/** Node.js itself ends so where the file that it is to run is not there. */
function isRunnerMissing({ cause, exitCode }: InfrastructureExit, logTail: readonly string[]): boolean {
  return (
    cause === "exited" && exitCode === 1 && logTail.some((line) => /Cannot find module '.*\/runner\.mjs'/.test(line))
  );
}

function withExitCode({ message, exitCode }: InfrastructureExit): string {
  const isSaid = exitCode === null || new RegExp(`\\b${exitCode}\\b`).test(message);
  const words = isSaid ? message : `${message.replace(/[.\s]+$/, "")} (exit code ${exitCode})`;
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

/** What a platform knows of a signal that its container only felt. */
const CAUSES_OF_SIGNALS: ReadonlySet<ExitCause> = new Set([
  "out-of-memory",
  "preempted",
  "evicted",
  "deadline",
  "node-lost",
  "stopped",
]);

/** The end of an attempt as its platform tells it, where its runner knew of a signal alone; else `null`. Pure. */
export function refineEnd(end: InfrastructureEnd, exit: InfrastructureExit): InfrastructureEnd | null {
  if (end.cause !== "signal" || !CAUSES_OF_SIGNALS.has(exit.cause)) return null;
  const { cause, platformReason, hint } = exit;
  return {
    cause,
    exitCode: exit.exitCode ?? end.exitCode,
    message: withExitCode(exit),
    ...(platformReason === undefined ? {} : { platformReason }),
    ...(hint === undefined ? {} : { hint }),
    ...(end.logTail === undefined ? {} : { logTail: end.logTail }),
  };
}

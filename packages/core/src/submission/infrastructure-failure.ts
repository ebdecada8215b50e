import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { InfrastructureEnd } from "../contracts/outcome.ts";
import { runnerExitHint } from "./runner-exit-hint.ts";

/** What is written for an attempt whose infrastructure ended without an outcome of its own. Pure. */
export function toInfrastructureEnd(exit: InfrastructureExit, logTail: readonly string[]): InfrastructureEnd {
  const { cause, exitCode, platformReason, hint = runnerExitHint(exit) } = exit;
  return {
    cause,
    exitCode,
    message: `The flow run's infrastructure ended before it reported an outcome: ${withExitCode(exit)}`,
    ...(platformReason === undefined ? {} : { platformReason }),
    ...(hint === null ? {} : { hint }),
    ...(logTail.length === 0 ? {} : { logTail }),
  };
}

function withExitCode({ message, exitCode }: InfrastructureExit): string {
  const isSaid = exitCode === null || new RegExp(`\\b${exitCode}\\b`).test(message);
  const words = isSaid ? message : `${message.replace(/[.\s]+$/, "")} (exit code ${exitCode})`;
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

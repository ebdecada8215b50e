import type { InfrastructureExit } from "../contracts/launcher.ts";
import { runnerExitCode } from "../bundle/runner-exit-code.ts";

const hints: Readonly<Record<number, string>> = {
  [runnerExitCode.usage]:
    "The runner could not use its command line or environment: its last output names what. Check `launcher`, `patch` and a customised template.",
  [runnerExitCode.notExecutable]:
    "The runner could not read what to run: its last output says why. Check that the infrastructure reaches the work pool's storage and may read it.",
  [runnerExitCode.storageFailed]:
    "The flow itself had ended, but how could not be stored: the last output says why. Check that the infrastructure may write to the work pool's storage, and that there is room.",
};

/** What to do about an end that the runner explains by its exit code; `null` where it does not. Pure. */
export function runnerExitHint({ cause, exitCode }: Pick<InfrastructureExit, "cause" | "exitCode">): string | null {
  return cause === "exited" && exitCode !== null ? (hints[exitCode] ?? null) : null;
}

import { RunnerUsageError } from "../errors/runner-usage-error.ts";
import { executeRun } from "./execute-run.ts";
import { runnerExitCode, type RunnerExitCode } from "../bundle/runner-exit-code.ts";
import { openRunnerStorage } from "./open-runner-storage.ts";
import { parseCommand } from "./parse-command.ts";
import { toRunIdentity } from "./runner-settings.ts";
import { defaultRetryPolicy } from "./storage-retry.ts";
import { takeSecrets } from "./take-secrets.ts";
import { createProcessSignals } from "./termination.ts";
import { messageOf } from "../errors/thrown.ts";

/**
 * The command line of the runner: `words` are what follows its path, the rest is taken from this process.
 *
 * Never throws: what keeps it from running is said on stderr, and told by the code to exit with.
 */
export async function runRunner(words: readonly string[]): Promise<RunnerExitCode> {
  try {
    const reference = parseCommand(words);
    const { flowRunId, attempt } = toRunIdentity(process.env);
    const environment = await takeSecrets(process.env);
    return await executeRun({
      storage: await openRunnerStorage(reference, environment, defaultRetryPolicy),
      flowRunId,
      attempt,
      environment,
      stdout: process.stdout,
      stderr: process.stderr,
      signals: createProcessSignals(),
    });
  } catch (error) {
    process.stderr.write(`prefect runner: ${messageOf(error)}\n`);
    return RunnerUsageError.isInstance(error) ? runnerExitCode.usage : runnerExitCode.notExecutable;
  }
}

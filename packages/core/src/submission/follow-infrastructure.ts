import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { RunnerEvent } from "../contracts/runner-event.ts";
import { createLogBatch } from "../engine/host/log-batch.ts";
import { loadSettings } from "../settings/load-settings.ts";
import type { LogTail } from "./log-tail.ts";
import { printRunLog, warn } from "./run-console.ts";
import { parseRunnerOutput } from "./runner-output.ts";
import { isTerminal } from "./terminal-state.ts";
import { createStateReporter } from "./state-reporter.ts";
import type { RunningAttempt } from "./supervised-run.ts";

/**
 * Shows and forwards what an attempt's infrastructure prints, until it has ended. Whatever goes wrong with watching it
 * counts as its loss: the outcome in storage still tells when the run itself came to its end.
 */
export async function followInfrastructure(
  { client, run, launcher, reference }: RunningAttempt,
  tail: LogTail,
  signal: AbortSignal,
): Promise<InfrastructureExit> {
  if (reference === null) return lost("nothing of it was found");
  const states = createStateReporter(client, run, (error) => warn(run.name, error));
  const logs = createLogBatch(client, run.id, loadSettings());
  try {
    for await (const event of launcher.watch(reference, { signal })) {
      if (event.kind === "exited") return event;
      if (event.kind !== "output") continue;
      const output = parseRunnerOutput(event, run.id);
      if ("kind" in output) {
        tail.add(output.record.message);
        printRunLog(run.name, output.record);
        logs.add(output.record);
      } else if (output.prefect !== "heartbeat" && !endsRun(output)) {
        states.report(output);
      }
    }
    signal.throwIfAborted();
    return lost("it disappeared while it was watched");
  } catch (error) {
    signal.throwIfAborted();
    return lost(error instanceof Error ? error.message : String(error));
  } finally {
    await Promise.all([states.flush(), logs.close()]);
  }
}

/** How a run ended is told by its outcome alone. */
function endsRun(event: RunnerEvent): boolean {
  return event.prefect === "state" && isTerminal(event.type);
}

function lost(message: string): InfrastructureExit {
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message };
}

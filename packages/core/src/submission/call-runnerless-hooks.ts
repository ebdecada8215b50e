import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import { hooksFor } from "../engine/run-hooks.ts";
import { toState } from "./to-state.ts";
import { warn } from "./run-console.ts";
import type { RunningAttempt } from "./supervised-run.ts";

/** With these exit codes the runner has seen its run through: the outcome is its own, or another stood before it. */
const RUNNER_FINISHED: ReadonlySet<number | null> = new Set([0, 73]);

/**
 * Hooks for cancellation and crash run beside the flow; where the runner died with it, they run here, in the process
 * that holds the flow.
 */
export async function callRunnerlessHooks(
  { client, run, flow }: RunningAttempt,
  outcome: Outcome,
  exit: InfrastructureExit,
): Promise<void> {
  if (flow === null || outcome.executionId !== null || RUNNER_FINISHED.has(exit.exitCode)) return;
  const hooks = hooksFor(flow.options, outcome.state.type);
  if (hooks.length === 0) return;
  const current = await client.readFlowRun(run.id);
  const summary = {
    id: run.id,
    name: current.name,
    flowName: flow.name,
    runCount: current.run_count,
    tags: current.tags,
    parameters: current.parameters,
  };
  for (const hook of hooks) {
    try {
      await hook(flow, summary, toState(current));
    } catch (error) {
      warn(run.name, error);
    }
  }
}

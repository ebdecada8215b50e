import type { Outcome } from "../contracts/outcome.ts";
import { hooksFor } from "../engine/run-hooks.ts";
import { toState } from "./to-state.ts";
import { warn } from "./run-console.ts";
import type { RunningAttempt } from "./supervised-run.ts";

/**
 * Hooks for cancellation and crash run beside the flow; where the runner died with it, they run here, in the process
 * that holds the flow. An outcome that a runner wrote has had its hooks.
 */
export async function callRunnerlessHooks({ client, run, flow }: RunningAttempt, outcome: Outcome): Promise<void> {
  if (flow === null || outcome.executionId !== null) return;
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

import type { FlowRunFuture } from "../contracts/flow-run-future.ts";
import type { FlowRunReference } from "../contracts/flow-run.ts";
import type { Binding } from "./binding.ts";
import { createFlowRunFuture } from "./flow-run-future.ts";
import type { FollowedRun } from "./followed-run.ts";

/** The future of a run that was started before, here or elsewhere. Nothing is looked up before its first method. */
export function attachFlow(binding: Binding, run: string | FlowRunReference): FlowRunFuture<unknown> {
  const flowRunId = typeof run === "string" ? run : run.flowRunId;
  let attached: Promise<FollowedRun> | null = null;

  async function attach(): Promise<FollowedRun> {
    const { attachRun } = await import("./attach-run.ts");
    return await attachRun(binding.infrastructure, flowRunId);
  }

  return createFlowRunFuture(flowRunId, () => {
    attached ??= attach();
    attached.catch(() => (attached = null));
    return attached;
  });
}

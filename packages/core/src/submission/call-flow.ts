import type { FlowRunFuture } from "../contracts/flow-run-future.ts";
import { attachFlow } from "./attach-flow.ts";
import type { Binding } from "./binding.ts";
import { cancelOnAbort } from "./cancel-on-abort.ts";
import { createFlowRunFuture } from "./flow-run-future.ts";
import { followSupervised } from "./follow-supervised.ts";
import { hangOnProcess } from "./hang-on-process.ts";
import { prepareRun } from "./prepare-run.ts";
import { currentRehearsal } from "./rehearsal.ts";
import { startRun } from "./start-run.ts";
import type { SupervisedRun } from "./supervised-run.ts";
import { inheritSignal, withSignal } from "./with-signal.ts";

/** Runs the flow on its infrastructure and gives what it returned. The run hangs on this process. */
export async function callFlow(
  binding: Binding,
  args: readonly unknown[],
  onStart?: (flowRunId: string) => void,
): Promise<unknown> {
  return await hangOnProcess(async (signal) => {
    const future = await submitFlow({ ...withSignal(binding, signal), isHanging: true }, args);
    onStart?.(future.flowRunId);
    return await future.result();
  });
}

/** Starts a run and gives its future once its infrastructure exists. */
export async function submitFlow(binding: Binding, args: readonly unknown[]): Promise<FlowRunFuture<unknown>> {
  let inherited = inheritSignal(binding);
  const rehearsed = await currentRehearsal()?.submit(inherited, args);
  if (rehearsed !== undefined) {
    if ("flowRunId" in rehearsed) return rehearsed;
    inherited = rehearsed;
  }
  const started = await startRun(await prepareRun(inherited, args));
  if (started.kind === "started") return futureOf(started.run, inherited);
  const existing = attachFlow(binding, started.flowRunId);
  if (inherited.run.signal !== undefined) cancelOnAbort(existing, existing.wait(), inherited.run.signal);
  return existing;
}

/** The future of a run that this process has just started. */
export function futureOf(run: SupervisedRun, { run: { signal } }: Binding): FlowRunFuture<unknown> {
  const followed = followSupervised(run);
  const future = createFlowRunFuture(run.run.id, async () => followed);
  cancelOnAbort(future, run.ended, signal);
  return future;
}

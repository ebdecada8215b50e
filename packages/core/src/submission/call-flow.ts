import type { FlowRunFuture } from "../contracts/flow-run-future.ts";
import { attachFlow } from "./attach-flow.ts";
import type { Binding } from "./binding.ts";
import { cancelOnAbort } from "./cancel-on-abort.ts";
import { cancelOnInterrupt } from "./cancel-on-interrupt.ts";
import { createFlowRunFuture } from "./flow-run-future.ts";
import { followSupervised } from "./follow-supervised.ts";
import { inheritSignal } from "./inherit-signal.ts";
import type { MappedRun } from "./map-flow.ts";
import { currentRehearsal } from "./rehearsal.ts";
import { prepareRun } from "./prepare-run.ts";
import { startRun } from "./start-run.ts";
import type { SupervisedRun } from "./supervised-run.ts";

/** Runs the flow on its infrastructure and gives what it returned. The run hangs on this process. */
export async function callFlow(binding: Binding, args: readonly unknown[]): Promise<unknown> {
  return await (await submitMapped(binding, args)).result();
}

/** A run that hangs on this process, started. */
export async function submitMapped(binding: Binding, args: readonly unknown[]): Promise<MappedRun<unknown>> {
  const future = await submitFlow(binding, args);
  const { flowRunId, cancel } = future;
  return { flowRunId, cancel, result: () => cancelOnInterrupt(future, () => future.result()) };
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
  return started.kind === "existing" ? attachFlow(binding, started.flowRunId) : futureOf(started.run, inherited);
}

/** The future of a run that this process has just started. */
export function futureOf(run: SupervisedRun, { run: { signal } }: Binding): FlowRunFuture<unknown> {
  cancelOnAbort(run, signal);
  const followed = followSupervised(run);
  return createFlowRunFuture(run.run.id, async () => followed);
}

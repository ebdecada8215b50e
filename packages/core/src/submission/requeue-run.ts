import { readManifest, writeManifest } from "../bundle/manifest-store.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { FlowRunNotAttachableError } from "../errors/flow-run-not-attachable-error.ts";
import { findRun } from "./attach-run.ts";
import { readLaunchOrder, writeLaunchOrder } from "./launch-order.ts";
import { isTerminal } from "./terminal-state.ts";
import { toState } from "./to-state.ts";

/**
 * Leaves an ended run to its pool's workers again, as a new attempt with the code and the parameters that it had. Throws
 * `FlowRunNotAttachableError` where it has not ended, or was never left to workers.
 */
export async function requeueRun(client: PrefectClient, flowRunId: string): Promise<void> {
  const { run, storage, attempt } = await findRun(client, flowRunId);
  const refuse = (problem: string): Error => new FlowRunNotAttachableError({ flowRunId, problem });
  const { type, name } = toState(run);
  if (!isTerminal(type)) throw refuse(`it is ${name} and has to end before it can be retried`);
  const order = await readLaunchOrder(storage, flowRunId, attempt);
  if (order === null) {
    throw refuse("it was started by a call: retry it in a program with `bound.retry(flowRunId)`, which has its flow");
  }
  const manifest = await readManifest(storage, flowRunId, attempt);
  await writeLaunchOrder(storage, flowRunId, attempt + 1, order);
  await writeManifest(storage, { ...manifest, attempt: attempt + 1 });
  await client.updateFlowRun(flowRunId, { infrastructure_pid: null });
  const state = { type: "SCHEDULED", name: "AwaitingRetry", message: "Retried from the command line" } as const;
  const answer = await client.setFlowRunState(flowRunId, state, { force: true });
  if (answer.status === "ACCEPT") return;
  throw refuse(`the control plane keeps its state: ${answer.reason}`);
}

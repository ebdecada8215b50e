import { readManifest } from "../bundle/manifest-store.ts";
import type { FlowRunReference } from "../contracts/flow-run.ts";
import { openControlPlane } from "../control-plane/open-control-plane.ts";
import { loadSettings } from "../settings/load-settings.ts";
import { FlowRunNotAttachableError } from "../errors/flow-run-not-attachable-error.ts";
import { findRun, type FoundRun } from "./attach-run.ts";
import type { Binding } from "./binding.ts";
import { futureOf } from "./call-flow.ts";
import { hangOnProcess } from "./hang-on-process.ts";
import { rememberRun } from "./known-runs.ts";
import { prepareJob, type EncodedInput } from "./prepare-run.ts";
import { ensureWorkPool } from "./resolve-work-pool.ts";
import { leaseRun, startAttempt } from "./start-run.ts";
import { inheritSignal, withSignal } from "./with-signal.ts";
import { isTerminal } from "./terminal-state.ts";
import { toState } from "./to-state.ts";

/** Runs an ended run again, with the input that it had and the flow as it is now, and gives what that returns. */
export async function retryFlow(binding: Binding, earlier: string | FlowRunReference): Promise<unknown> {
  const flowRunId = typeof earlier === "string" ? earlier : earlier.flowRunId;
  const client = await openControlPlane(loadSettings());
  const found = await findRun(client, flowRunId);
  const { type, name } = toState(found.run);
  if (!isTerminal(type)) {
    throw new FlowRunNotAttachableError({
      flowRunId,
      problem: `it is ${name} and has to end before it can be retried`,
    });
  }
  const prepared = { ...(await prepareJob(binding, { storage: found.storage })), input: await readInput(found) };
  const workPoolId = await ensureWorkPool(client, prepared.pool);
  return await hangOnProcess(async (signal) => {
    const bound = { ...withSignal(inheritSignal(binding), signal), isHanging: true };
    const lease = await leaseRun(prepared, found.run);
    const message = "Retrying on remote infrastructure";
    await client.setFlowRunState(flowRunId, { type: "PENDING", message }, { force: true });
    const launch = { run: found.run, workPoolId, attempt: found.attempt + 1 };
    const starting = startAttempt({ ...prepared, binding: bound }, launch, lease);
    rememberRun(flowRunId, starting, bound);
    return await futureOf(await starting, bound).result();
  });
}

async function readInput({ storage, flowRunId, attempt }: FoundRun): Promise<EncodedInput> {
  const { input } = await readManifest(storage, flowRunId, attempt);
  const chunks: Uint8Array[] = [];
  for await (const chunk of storage.read(input.key)) chunks.push(chunk);
  return { chunks, byteLength: input.bytes };
}

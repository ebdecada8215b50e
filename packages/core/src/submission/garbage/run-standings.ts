import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import { ObjectNotFoundError } from "../../errors/object-not-found-error.ts";
import { isKnownGone } from "../process-identity.ts";
import { isTerminal } from "../terminal-state.ts";
import { toState } from "../to-state.ts";
import type { RunStanding } from "./judge-infrastructure.ts";

/** A server does not tell who looks after a run: whoever does has two minutes to tidy up after its last state. */
const QUIET_MILLISECONDS = 120_000;

/** What the control plane says of a run, and who looks after it. */
export async function readStanding(client: PrefectClient, flowRunId: string, now: Date): Promise<RunStanding> {
  const run = await readRun(client, flowRunId);
  if (run === null) return { run: "deleted", isHeld: false };
  const state = toState(run);
  return { run: isTerminal(state.type) ? "ended" : "unfinished", isHeld: await isHeld(client, flowRunId, state, now) };
}

async function isHeld(
  { leases }: PrefectClient,
  flowRunId: string,
  { timestamp }: { readonly timestamp: Date },
  now: Date,
): Promise<boolean> {
  if (leases === null) return now.getTime() - timestamp.getTime() < QUIET_MILLISECONDS;
  const lease = await leases.read(flowRunId);
  return lease !== null && lease.expiresAt > now && !(await isKnownGone(lease));
}

async function readRun(client: PrefectClient, flowRunId: string): Promise<FlowRunRecord | null> {
  try {
    return await client.readFlowRun(flowRunId);
  } catch (error) {
    if (ObjectNotFoundError.isInstance(error)) return null;
    throw error;
  }
}

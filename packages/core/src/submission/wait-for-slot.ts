import { setTimeout as delay } from "node:timers/promises";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { commandLine } from "../errors/command-line.ts";
import { FlowRunCancelledError } from "../errors/flow-run-cancelled-error.ts";
import { adoptRun } from "./attach-run.ts";
import type { JobBinding } from "./render-job.ts";
import { say, warn } from "./run-console.ts";
import { isTerminal } from "./terminal-state.ts";
import { toState } from "./to-state.ts";

const POLL_MILLISECONDS = 500;
const PAGE_SIZE = 200;
/** How many polls pass before runs whose submitter may be gone are looked at again. */
const POLLS_PER_ADOPTION = 10;
const ACTIVE = ["PENDING", "RUNNING", "CANCELLING"] as const;

export interface SlotRequest {
  readonly client: PrefectClient;
  readonly run: FlowRunRecord;
  readonly workPool: string;
  readonly binding: JobBinding;
}

/**
 * Waits until a run is among the first that its pool's concurrency limit allows. Runs take slots in the order of their
 * creation, which every process sees alike, so two that wait never both take the last one. Reads the limit each time:
 * raising it lets waiting runs go. Throws `FlowRunCancelledError` once the run is to be cancelled.
 */
export async function waitForSlot({ client, run, workPool, binding }: SlotRequest): Promise<void> {
  const { signal } = binding.run;
  for (let polls = 0; ; polls += 1) {
    signal?.throwIfAborted();
    const limit = (await client.readWorkPool(workPool))?.concurrency_limit ?? null;
    if (limit === null) return;
    const ahead = await findAhead(client, run, workPool, limit);
    if (ahead.length < limit) return;
    if (polls === 0) say(run.name, describeWait(workPool, limit));
    if (polls % POLLS_PER_ADOPTION === 0) await adoptAbandoned(client, binding, ahead);
    await throwIfCancelled(client, run);
    await delay(POLL_MILLISECONDS, undefined, signal === undefined ? {} : { signal });
  }
}

function describeWait(workPool: string, limit: number): string {
  const command = commandLine(`work-pool set-concurrency-limit ${workPool} N`);
  return `waits: work pool '${workPool}' is at its concurrency limit of ${limit}. Raise it with \`${command}\`.`;
}

/** The active runs that were created before this one, as many as there are, up to the limit. */
async function findAhead(
  client: PrefectClient,
  run: FlowRunRecord,
  workPool: string,
  limit: number,
): Promise<readonly FlowRunRecord[]> {
  const ahead: FlowRunRecord[] = [];
  for (let offset = 0; ; offset += PAGE_SIZE) {
    const page = await client.filterFlowRuns({
      flow_runs: { state: { type: { any_: [...ACTIVE] } } },
      work_pools: { name: { any_: [workPool] } },
      sort: "ID_DESC",
      limit: PAGE_SIZE,
      offset,
    });
    ahead.push(...page.filter((other) => isBefore(other, run)));
    if (ahead.length >= limit || page.length < PAGE_SIZE) return ahead;
  }
}

function isBefore(left: FlowRunRecord, right: FlowRunRecord): boolean {
  const [leftKey, rightKey] = [`${left.created} ${left.id}`, `${right.created} ${right.id}`];
  return left.id !== right.id && leftKey < rightKey;
}

/** Runs whose submitter died hold their slots until somebody brings them to their end. */
async function adoptAbandoned(client: PrefectClient, { infrastructure }: JobBinding, runs: readonly FlowRunRecord[]) {
  if (client.leases === null) return;
  for (const run of runs) await adoptRun(client, infrastructure, run.id).catch((error) => warn(run.name, error));
}

async function throwIfCancelled(client: PrefectClient, run: FlowRunRecord): Promise<void> {
  const { type, name } = toState(await client.readFlowRun(run.id));
  if (type !== "CANCELLING" && !isTerminal(type)) return;
  throw new FlowRunCancelledError({ flowRunName: run.name, reason: `its state is ${name}` });
}

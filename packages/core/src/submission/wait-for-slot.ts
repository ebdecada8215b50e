import { setTimeout as delay } from "node:timers/promises";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { commandLine } from "../errors/command-line.ts";
import { say } from "./run-console.ts";

const POLL_MILLISECONDS = 500;
const ACTIVE = ["PENDING", "RUNNING", "CANCELLING"] as const;

/**
 * Waits until a run is among the first that its pool's concurrency limit allows. Runs take slots in the order of their
 * creation, which every process sees alike, so two that wait never both take the last one. Reads the limit each time:
 * raising it lets waiting runs go.
 */
export async function waitForSlot(
  client: PrefectClient,
  run: FlowRunRecord,
  workPool: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let waits = 0; ; waits += 1) {
    signal?.throwIfAborted();
    const limit = (await client.readWorkPool(workPool))?.concurrency_limit ?? null;
    if (limit === null) return;
    const ahead = await countAhead(client, run, workPool);
    if (ahead < limit) return;
    if (waits === 0) {
      say(
        run.name,
        `waits: work pool '${workPool}' is at its concurrency limit of ${limit}. ` +
          `Raise it with \`${commandLine(`work-pool set-concurrency-limit ${workPool} N`)}\`.`,
      );
    }
    await delay(POLL_MILLISECONDS, undefined, signal === undefined ? {} : { signal });
  }
}

async function countAhead(client: PrefectClient, run: FlowRunRecord, workPool: string): Promise<number> {
  const active = await client.filterFlowRuns({
    flow_runs: { state: { type: { any_: [...ACTIVE] } } },
    work_pools: { name: { any_: [workPool] } },
  });
  return active.filter((other) => isBefore(other, run)).length;
}

function isBefore(left: FlowRunRecord, right: FlowRunRecord): boolean {
  const [leftKey, rightKey] = [`${left.created} ${left.id}`, `${right.created} ${right.id}`];
  return left.id !== right.id && leftKey < rightKey;
}

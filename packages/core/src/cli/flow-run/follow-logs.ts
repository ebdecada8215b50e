import { setTimeout } from "node:timers/promises";
import type { StateType } from "../../contracts/state.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import type { StoredLog } from "../../control-plane/records/log.ts";
import { readLogs } from "./read-logs.ts";

/** How often the run is asked for more. */
const pollMilliseconds = 500;

/** How much later than it was written a line may arrive: logs are sent in batches, and by more than one process. */
const latenessMilliseconds = 10_000;

const terminalTypes: readonly (StateType | null)[] = ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"];

export function isEnded({ state_type }: Pick<FlowRunRecord, "state_type">): boolean {
  return terminalTypes.includes(state_type);
}

/** The logs of a run from its first, and then as they come, until the run has ended. Rejects once the signal aborts. */
export async function* followLogs(
  client: PrefectClient,
  flowRunId: string,
  signal?: AbortSignal,
): AsyncGenerator<StoredLog> {
  const seen = new Set<string>();
  let newest = 0;
  for (;;) {
    // Read before the logs, so that none of a run that has ended is missed.
    const run = await client.readFlowRun(flowRunId);
    const after = new Date(Math.max(0, newest - latenessMilliseconds));
    for await (const page of readLogs(client, { flowRunId, newestFirst: false, maximum: null, after })) {
      for (const log of page) {
        if (seen.has(log.id)) continue;
        seen.add(log.id);
        newest = Math.max(newest, Date.parse(log.timestamp));
        yield log;
      }
    }
    if (isEnded(run)) return;
    await setTimeout(pollMilliseconds, undefined, signal === undefined ? {} : { signal });
  }
}

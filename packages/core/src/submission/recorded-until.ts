import type { PrefectClient } from "../control-plane/prefect-client.ts";

/** Up to when a run's log and states stand in the control plane; `null` where there is nothing of them. */
export interface RecordedUntil {
  readonly logs: Date | null;
  readonly states: Date | null;
}

/** Reads what somebody who looked after the run before has recorded of it. */
export async function readRecordedUntil(client: PrefectClient, flowRunId: string): Promise<RecordedUntil> {
  const [[newest], { state }] = await Promise.all([
    client.filterLogs({ logs: { flow_run_id: { any_: [flowRunId] } }, sort: "TIMESTAMP_DESC", limit: 1 }),
    client.readFlowRun(flowRunId),
  ]);
  const isStarted = state !== null && state.type !== "PENDING";
  return {
    logs: newest === undefined ? null : new Date(newest.timestamp),
    states: isStarted ? new Date(state.timestamp) : null,
  };
}

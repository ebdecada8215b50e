import type { State } from "../contracts/state.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";

/** The state of a run as users see it. A run that has none yet is pending. */
export function toState(run: FlowRunRecord): State {
  const { state } = run;
  if (state === null) {
    const timestamp = new Date(run.created ?? 0);
    return { id: run.id, type: "PENDING", name: "Pending", timestamp, message: null, data: null };
  }
  return {
    id: state.id,
    type: state.type,
    name: state.name ?? state.type,
    timestamp: new Date(state.timestamp),
    message: state.message ?? null,
    data: state.data ?? null,
  };
}

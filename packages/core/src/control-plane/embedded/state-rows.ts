import type { StateType } from "../../contracts/state.ts";
import type { StateDetails, StateRecord } from "../records/state.ts";
import { insertion, jsonOf, text, textOrNull } from "./columns.ts";
import type { Row, Session } from "./sqlite.ts";

/** Every detail that Prefect's answers carry, for a state that says nothing of it. */
const noDetails: StateDetails = {
  flow_run_id: null,
  task_run_id: null,
  child_flow_run_id: null,
  scheduled_time: null,
  cache_key: null,
  cache_expiration: null,
  deferred: false,
  untrackable_result: false,
  pause_timeout: null,
  pause_reschedule: false,
  pause_key: null,
  run_input_keyset: null,
  refresh_cache: null,
  retriable: null,
  transition_id: null,
  task_parameters_id: null,
  traceparent: null,
  deployment_concurrency_lease_id: null,
};

/** The state with every detail that Prefect's answers carry. */
export function completeState(state: StateRecord): StateRecord {
  return { ...state, state_details: { ...noDetails, ...state.state_details } };
}

export function insertFlowRunState(session: Session, flowRunId: string, state: StateRecord): void {
  const { id, type, name, timestamp, message, state_details } = state;
  const data = JSON.stringify(state.data);
  session.run(
    ...insertion("flow_run_states", {
      id,
      flow_run_id: flowRunId,
      type,
      name,
      timestamp,
      message,
      data,
      state_details,
    }),
  );
}

/** Every state that a run was in, oldest first. */
export function readFlowRunStates(session: Session, flowRunId: string): StateRecord[] {
  return session
    .all("SELECT * FROM flow_run_states WHERE flow_run_id = ? ORDER BY timestamp, rowid", flowRunId)
    .map((row) => toStateRecord(row, ""));
}

/** A state from columns that bear a prefix. */
export function toStateRecord(row: Row, prefix: string): StateRecord {
  return completeState({
    id: text(row, `${prefix}id`),
    type: text(row, `${prefix}type`) as StateType,
    name: text(row, `${prefix}name`),
    timestamp: text(row, `${prefix}timestamp`),
    message: textOrNull(row, `${prefix}message`),
    data: jsonOf(row, `${prefix}data`),
    state_details: jsonOf(row, `${prefix}state_details`) as StateDetails,
  });
}

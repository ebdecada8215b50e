import type { StateType } from "../../contracts/state.ts";
import { isTerminalStateType } from "../orchestration/state-names.ts";
import type { EmpiricalPolicy, FlowRunRecord } from "../records/flow-run.ts";
import type { StateRecord } from "../records/state.ts";
import { jsonOf, number, objectOf, text, textOrNull, textsOf } from "./columns.ts";
import type { Condition } from "./conditions.ts";
import { notFound } from "./refusal.ts";
import type { Row, Session, SqlValue } from "./sqlite.ts";
import { toStateRecord } from "./state-rows.ts";

/** Flow runs with the flow, queue, pool and state that belong to each. */
export const joinedFlowRuns = `
  flow_runs AS run
  JOIN flows AS flow ON flow.id = run.flow_id
  LEFT JOIN work_queues AS queue ON queue.id = run.work_queue_id
  LEFT JOIN work_pools AS pool ON pool.id = queue.work_pool_id`;

const selectFlowRuns = `
  SELECT run.*, queue.name AS work_queue_name, pool.id AS work_pool_id, pool.name AS work_pool_name,
    run_state.timestamp AS entered_timestamp, run_state.message AS entered_message, run_state.data AS entered_data,
    run_state.state_details AS entered_state_details, run_state.id AS entered_id, run_state.type AS entered_type,
    run_state.name AS entered_name
  FROM ${joinedFlowRuns}
  LEFT JOIN flow_run_states AS run_state ON run_state.id = run.state_id`;

export function readFlowRunRecord(session: Session, flowRunId: string, now: Date): FlowRunRecord {
  const row = session.get(`${selectFlowRuns} WHERE run.id = ?`, flowRunId);
  if (row === undefined) throw notFound("Flow run");
  return toFlowRunRecord(row, now);
}

/** Runs that match, in order; `tail` is what follows the condition: order, limit. */
export function selectFlowRunRecords(
  session: Session,
  condition: Condition,
  tail: string,
  tailParameters: readonly SqlValue[],
  now: Date,
): FlowRunRecord[] {
  return session
    .all(`${selectFlowRuns} WHERE ${condition.sql} ${tail}`, ...condition.parameters, ...tailParameters)
    .map((row) => toFlowRunRecord(row, now));
}

function toFlowRunRecord(row: Row, now: Date): FlowRunRecord {
  const state = row["entered_id"] == null ? null : toStateRecord(row, "entered_");
  const total = number(row, "total_run_time");
  const startTime = textOrNull(row, "start_time");
  const expected = textOrNull(row, "expected_start_time");
  return {
    id: text(row, "id"),
    created: text(row, "created"),
    updated: text(row, "updated"),
    name: text(row, "name"),
    flow_id: text(row, "flow_id"),
    state_id: textOrNull(row, "state_id"),
    deployment_id: textOrNull(row, "deployment_id"),
    deployment_version: null,
    work_queue_id: textOrNull(row, "work_queue_id"),
    work_queue_name: textOrNull(row, "work_queue_name"),
    flow_version: textOrNull(row, "flow_version"),
    parameters: objectOf(row, "parameters"),
    idempotency_key: textOrNull(row, "idempotency_key"),
    context: objectOf(row, "context"),
    empirical_policy: jsonOf(row, "empirical_policy") as EmpiricalPolicy,
    tags: textsOf(row, "tags"),
    labels: objectOf(row, "labels"),
    parent_task_run_id: textOrNull(row, "parent_task_run_id"),
    state_type: textOrNull(row, "state_type") as StateType | null,
    state_name: textOrNull(row, "state_name"),
    run_count: number(row, "run_count"),
    expected_start_time: expected,
    next_scheduled_start_time: textOrNull(row, "next_scheduled_start_time"),
    start_time: startTime,
    end_time: textOrNull(row, "end_time"),
    total_run_time: total,
    estimated_run_time: total + secondsRunning(state, now),
    estimated_start_time_delta: lateness(state, startTime, expected, now),
    auto_scheduled: false,
    infrastructure_document_id: textOrNull(row, "infrastructure_document_id"),
    infrastructure_pid: textOrNull(row, "infrastructure_pid"),
    created_by: null,
    work_pool_id: textOrNull(row, "work_pool_id"),
    work_pool_name: textOrNull(row, "work_pool_name"),
    state,
    job_variables: row["job_variables"] == null ? {} : objectOf(row, "job_variables"),
  };
}

/** Seconds that a running run has been in its present state. */
export function secondsRunning(state: StateRecord | null, now: Date): number {
  return state?.type === "RUNNING" ? Math.max(0, now.getTime() - Date.parse(state.timestamp)) / 1000 : 0;
}

/** Seconds that a start was late; of a run that has not started, seconds that it is late by now. */
export function lateness(
  state: StateRecord | null,
  startTime: string | null,
  expected: string | null,
  now: Date,
): number {
  if (expected === null) return 0;
  const expectedAt = Date.parse(expected);
  if (startTime !== null && Date.parse(startTime) > expectedAt) return (Date.parse(startTime) - expectedAt) / 1000;
  const isWaiting = startTime === null && state !== null && !isTerminalStateType(state.type);
  return isWaiting && expectedAt < now.getTime() ? (now.getTime() - expectedAt) / 1000 : 0;
}

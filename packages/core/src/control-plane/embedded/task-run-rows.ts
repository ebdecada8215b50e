import type { StateType } from "../../contracts/state.ts";
import type { EmpiricalPolicy } from "../records/flow-run.ts";
import type { StateRecord } from "../records/state.ts";
import type { TaskRunRecord } from "../records/task-run.ts";
import { jsonOf, number, objectOf, text, textOrNull, textsOf } from "./columns.ts";
import { lateness, secondsRunning } from "./flow-run-rows.ts";
import { notFound } from "./refusal.ts";
import type { Row, Session } from "./sqlite.ts";

export function findTaskRun(session: Session, taskRunId: string, now: Date): TaskRunRecord | null {
  const row = session.get("SELECT * FROM task_runs WHERE id = ?", taskRunId);
  return row === undefined ? null : toTaskRunRecord(row, now);
}

export function readTaskRunRecord(session: Session, taskRunId: string, now: Date): TaskRunRecord {
  const taskRun = findTaskRun(session, taskRunId, now);
  if (taskRun === null) throw notFound("Task");
  return taskRun;
}

export function toTaskRunRecord(row: Row, now: Date): TaskRunRecord {
  const state = jsonOf(row, "state") as unknown as StateRecord | null;
  const total = number(row, "total_run_time");
  const startTime = textOrNull(row, "start_time");
  const expected = textOrNull(row, "expected_start_time");
  return {
    id: text(row, "id"),
    created: text(row, "created"),
    updated: text(row, "updated"),
    name: text(row, "name"),
    flow_run_id: textOrNull(row, "flow_run_id"),
    task_key: text(row, "task_key"),
    dynamic_key: text(row, "dynamic_key"),
    cache_key: textOrNull(row, "cache_key"),
    cache_expiration: textOrNull(row, "cache_expiration"),
    task_version: textOrNull(row, "task_version"),
    empirical_policy: jsonOf(row, "empirical_policy") as EmpiricalPolicy,
    tags: textsOf(row, "tags"),
    labels: objectOf(row, "labels"),
    state_id: textOrNull(row, "state_id"),
    task_inputs: objectOf(row, "task_inputs"),
    state_type: textOrNull(row, "state_type") as StateType | null,
    state_name: textOrNull(row, "state_name"),
    run_count: number(row, "run_count"),
    flow_run_run_count: 0,
    expected_start_time: expected,
    next_scheduled_start_time: textOrNull(row, "next_scheduled_start_time"),
    start_time: startTime,
    end_time: textOrNull(row, "end_time"),
    total_run_time: total,
    estimated_run_time: total + secondsRunning(state, now),
    estimated_start_time_delta: lateness(state, startTime, expected, now),
    state,
  };
}

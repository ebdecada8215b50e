import type { StateRecord } from "../records/state.ts";
import { enterState } from "../orchestration/enter-state.ts";
import { update } from "./columns.ts";
import type { Session } from "./sqlite.ts";
import { findTaskRun } from "./task-run-rows.ts";

/** Sets a task run's state; a task run that is not there is none of our business. */
export function enterTaskRunState(session: Session, taskRunId: string, state: StateRecord): void {
  const taskRun = findTaskRun(session, taskRunId, new Date(state.timestamp));
  if (taskRun === null) return;
  const entered: StateRecord = {
    ...state,
    state_details: { ...state.state_details, flow_run_id: taskRun.flow_run_id, task_run_id: taskRun.id },
  };
  const run = enterState(
    { ...taskRun, infrastructure_pid: null, deployment_id: null, parent_task_run_id: null },
    entered,
    taskRun.empirical_policy,
  );
  session.run(
    ...update("task_runs", taskRunId, {
      updated: state.timestamp,
      state: entered,
      state_id: entered.id,
      state_type: entered.type,
      state_name: entered.name,
      run_count: run.run_count,
      start_time: run.start_time,
      end_time: run.end_time,
      expected_start_time: run.expected_start_time,
      next_scheduled_start_time: run.next_scheduled_start_time,
      total_run_time: run.total_run_time,
    }),
  );
}

import { randomUUID } from "node:crypto";
import { orchestrate } from "../orchestration/orchestrate.ts";
import type { OrchestrationResult, StateCreate, StateRecord } from "../records/state.ts";
import { update } from "./columns.ts";
import { readFlowRunRecord } from "./flow-run-rows.ts";
import type { Session } from "./sqlite.ts";
import { completeState, insertFlowRunState } from "./state-rows.ts";
import { enterTaskRunState } from "./task-run-transition.ts";

/** Proposes a state for a stored run and writes what the rules decide. */
export function proposeFlowRunState(
  session: Session,
  flowRunId: string,
  proposal: StateCreate,
  options: { readonly now: Date; readonly force: boolean },
): { readonly result: OrchestrationResult; readonly isWritten: boolean } {
  const before = readFlowRunRecord(session, flowRunId, options.now);
  const { run, result } = orchestrate(before, proposal, { ...options, stateId: randomUUID() });
  if (run === before || run.state === null) return { result, isWritten: false };
  const state = completeState(run.state);
  insertFlowRunState(session, flowRunId, state);
  session.run(
    ...update("flow_runs", flowRunId, {
      updated: options.now.toISOString(),
      state_id: state.id,
      state_type: state.type,
      state_name: state.name,
      state_timestamp: state.timestamp,
      run_count: run.run_count,
      start_time: run.start_time,
      end_time: run.end_time,
      expected_start_time: run.expected_start_time,
      next_scheduled_start_time: run.next_scheduled_start_time,
      total_run_time: run.total_run_time,
      empirical_policy: run.empirical_policy,
    }),
  );
  if (run.parent_task_run_id !== null) mirrorOnParentTask(session, run.parent_task_run_id, flowRunId, state);
  return { result: { ...result, state }, isWritten: true };
}

/** A subflow's state shows on the task run that stands for it in its parent. */
function mirrorOnParentTask(session: Session, taskRunId: string, childFlowRunId: string, state: StateRecord): void {
  enterTaskRunState(session, taskRunId, {
    ...state,
    id: randomUUID(),
    state_details: { ...state.state_details, child_flow_run_id: childFlowRunId },
  });
}

import type { EmpiricalPolicy } from "../records/flow-run.ts";
import type { StateRecord } from "../records/state.ts";
import type { OrchestratedRun } from "./orchestrated-run.ts";
import { isTerminalStateType } from "./state-names.ts";

/** The run in its new state: counted, timed, and its policy settled. */
export function enterState(run: OrchestratedRun, state: StateRecord, policy: EmpiricalPolicy): OrchestratedRun {
  const isFinal = isTerminalStateType(state.type);
  const isRunning = state.type === "RUNNING";
  const wasFinal = run.state !== null && isTerminalStateType(run.state.type);
  const endTime = wasFinal && !isFinal ? null : run.end_time;
  // A run counts as resuming from the state after the one that it was resumed into, as on Prefect's server.
  const isResuming = run.empirical_policy.resuming === true;
  const wasPaused = run.state?.type === "PAUSED";
  const scheduledTime = state.type === "SCHEDULED" ? (state.state_details.scheduled_time ?? null) : null;
  return {
    ...run,
    state,
    run_count: run.run_count + (isRunning && !isResuming ? 1 : 0),
    start_time: run.start_time ?? (isRunning || isFinal ? state.timestamp : null),
    end_time: isFinal ? (endTime ?? state.timestamp) : endTime,
    total_run_time: run.total_run_time + secondsRunningUntil(run.state, state),
    expected_start_time: run.expected_start_time ?? scheduledTime ?? state.timestamp,
    next_scheduled_start_time: nextScheduledStartTime(run, state, scheduledTime),
    empirical_policy: isResuming && !wasPaused && (isRunning || isFinal) ? { ...policy, resuming: false } : policy,
  };
}

function secondsRunningUntil(previous: StateRecord | null, state: StateRecord): number {
  if (previous?.type !== "RUNNING") return 0;
  return (Date.parse(state.timestamp) - Date.parse(previous.timestamp)) / 1000;
}

function nextScheduledStartTime(run: OrchestratedRun, state: StateRecord, scheduledTime: string | null): string | null {
  if (state.type === "SCHEDULED") return scheduledTime;
  return run.state?.type === "SCHEDULED" ? null : run.next_scheduled_start_time;
}

import type { JsonObject } from "../../contracts/json.ts";
import type { StateType } from "../../contracts/state.ts";
import type { StateCreate, StateRecord } from "./state.ts";

/** How a run is retried, and what its orchestration remembers between states. */
export interface EmpiricalPolicy {
  readonly max_retries?: number | undefined;
  readonly retry_delay_seconds?: number | undefined;
  /** How often a failed run is set back to `AwaitingRetry`. */
  readonly retries?: number | null | undefined;
  /** Seconds between a failure and its retry; one for each retry where it is a list, which only task runs use. */
  readonly retry_delay?: number | readonly number[] | null | undefined;
  readonly pause_keys?: readonly string[] | null | undefined;
  readonly resuming?: boolean | null | undefined;
  /** Who runs a retry: the process that ran before, or whoever takes the run from its queue. */
  readonly retry_type?: "in_process" | "reschedule" | null | undefined;
}

export interface FlowRunCreate {
  readonly flow_id: string;
  /** Default: `PENDING`. */
  readonly state?: StateCreate | null | undefined;
  /** Default: two generated words. */
  readonly name?: string | undefined;
  readonly flow_version?: string | null | undefined;
  readonly parameters?: JsonObject | undefined;
  readonly context?: JsonObject | undefined;
  readonly parent_task_run_id?: string | null | undefined;
  readonly infrastructure_document_id?: string | null | undefined;
  readonly empirical_policy?: EmpiricalPolicy | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly labels?: JsonObject | null | undefined;
  /** A second creation for the same flow with the same key answers with the first one's run. */
  readonly idempotency_key?: string | null | undefined;
  readonly work_pool_name?: string | null | undefined;
  /** Default: the pool's default queue. */
  readonly work_queue_name?: string | null | undefined;
  readonly job_variables?: JsonObject | null | undefined;
  readonly deployment_id?: string | null | undefined;
}

export interface FlowRunUpdate {
  readonly name?: string | null | undefined;
  readonly flow_version?: string | null | undefined;
  readonly parameters?: JsonObject | undefined;
  readonly empirical_policy?: EmpiricalPolicy | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly infrastructure_pid?: string | null | undefined;
  /** Only for a `SCHEDULED` run of a deployment. */
  readonly job_variables?: JsonObject | null | undefined;
}

export interface FlowRunRecord {
  readonly id: string;
  readonly created: string | null;
  readonly updated: string | null;
  readonly name: string;
  readonly flow_id: string;
  readonly state_id: string | null;
  readonly deployment_id: string | null;
  readonly deployment_version?: string | null | undefined;
  readonly work_queue_id: string | null;
  readonly work_queue_name: string | null;
  readonly flow_version: string | null;
  readonly parameters: JsonObject;
  readonly idempotency_key: string | null;
  readonly context: JsonObject;
  readonly empirical_policy: EmpiricalPolicy;
  readonly tags: readonly string[];
  readonly labels?: JsonObject | null | undefined;
  readonly parent_task_run_id: string | null;
  readonly state_type: StateType | null;
  readonly state_name: string | null;
  /** How often the run entered `RUNNING`. */
  readonly run_count: number;
  readonly expected_start_time: string | null;
  readonly next_scheduled_start_time: string | null;
  readonly start_time: string | null;
  readonly end_time: string | null;
  /** Seconds in `RUNNING`, up to the last state. */
  readonly total_run_time: number;
  /** Seconds in `RUNNING`, up to now. */
  readonly estimated_run_time: number;
  /** Seconds that the start is, or was, late. */
  readonly estimated_start_time_delta: number;
  readonly auto_scheduled: boolean;
  readonly infrastructure_document_id: string | null;
  readonly infrastructure_pid: string | null;
  readonly created_by?: JsonObject | null | undefined;
  readonly work_pool_id: string | null;
  readonly work_pool_name: string | null;
  readonly state: StateRecord | null;
  readonly job_variables: JsonObject | null;
}

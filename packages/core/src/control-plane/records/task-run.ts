import type { JsonObject } from "../../contracts/json.ts";
import type { StateType } from "../../contracts/state.ts";
import type { EmpiricalPolicy } from "./flow-run.ts";
import type { StateCreate, StateRecord } from "./state.ts";

export interface TaskRunCreate {
  readonly id?: string | null | undefined;
  readonly name?: string | undefined;
  readonly flow_run_id?: string | null | undefined;
  readonly task_key: string;
  /** Tells the runs of one task in one flow run apart. */
  readonly dynamic_key: string;
  readonly state?: StateCreate | null | undefined;
  readonly cache_key?: string | null | undefined;
  readonly cache_expiration?: string | null | undefined;
  readonly task_version?: string | null | undefined;
  readonly empirical_policy?: EmpiricalPolicy | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly labels?: JsonObject | null | undefined;
  readonly task_inputs?: JsonObject | undefined;
}

export interface TaskRunRecord {
  readonly id: string;
  readonly created: string | null;
  readonly updated: string | null;
  readonly name: string;
  readonly flow_run_id: string | null;
  readonly task_key: string;
  readonly dynamic_key: string;
  readonly cache_key: string | null;
  readonly cache_expiration: string | null;
  readonly task_version: string | null;
  readonly empirical_policy: EmpiricalPolicy;
  readonly tags: readonly string[];
  readonly labels?: JsonObject | null | undefined;
  readonly state_id: string | null;
  readonly task_inputs: JsonObject;
  readonly state_type: StateType | null;
  readonly state_name: string | null;
  readonly run_count: number;
  readonly flow_run_run_count: number;
  readonly expected_start_time: string | null;
  readonly next_scheduled_start_time: string | null;
  readonly start_time: string | null;
  readonly end_time: string | null;
  readonly total_run_time: number;
  readonly estimated_run_time: number;
  readonly estimated_start_time_delta: number;
  readonly state: StateRecord | null;
}

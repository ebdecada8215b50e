import type { JsonObject } from "../../contracts/json.ts";

/** Where a pool's bundles and results go: one step per direction, as Prefect's command line writes them. */
export interface WorkPoolStorageConfiguration {
  readonly bundle_upload_step?: JsonObject | null | undefined;
  readonly bundle_execution_step?: JsonObject | null | undefined;
  readonly default_result_storage_block_id?: string | null | undefined;
}

/** Who holds a pool's slots, queue by queue. */
export interface WorkPoolConcurrencyStatus {
  readonly active_slots: number;
  readonly concurrency_limit: number | null;
  readonly queues: readonly WorkQueueConcurrencyStatus[];
  /** Of all queues, and how they are cut into pages. */
  readonly count: number;
  readonly limit: number;
  readonly pages: number;
  readonly page: number;
}

export interface WorkQueueConcurrencyStatus {
  readonly queue_id: string;
  readonly queue_name: string;
  readonly active_slots: number;
  readonly concurrency_limit: number | null;
  readonly flow_runs: readonly SlotHolder[];
  readonly flow_run_count: number;
}

export interface SlotHolder {
  readonly id: string;
  readonly name: string;
  readonly state_type: string | null;
  readonly state_name: string | null;
  readonly start_time: string | null;
  readonly state_timestamp: string | null;
  /** Seconds. */
  readonly time_in_current_state: number | null;
}

export interface WorkPoolConcurrencyRequest {
  /** From 1. */
  readonly page?: number | undefined;
  /** Queues per page. */
  readonly limit?: number | undefined;
  /** Runs per queue. Default: 10. */
  readonly flow_run_limit?: number | undefined;
}

export interface WorkPoolCreate {
  readonly name: string;
  readonly type?: string | undefined;
  readonly description?: string | null | undefined;
  readonly base_job_template?: JsonObject | undefined;
  readonly is_paused?: boolean | undefined;
  readonly concurrency_limit?: number | null | undefined;
  readonly storage_configuration?: WorkPoolStorageConfiguration | undefined;
}

export interface WorkPoolUpdate {
  readonly description?: string | null | undefined;
  readonly is_paused?: boolean | null | undefined;
  readonly base_job_template?: JsonObject | null | undefined;
  readonly concurrency_limit?: number | null | undefined;
  readonly storage_configuration?: WorkPoolStorageConfiguration | null | undefined;
}

export interface WorkPoolRecord {
  readonly id: string;
  readonly created: string | null;
  readonly updated: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly type: string;
  readonly base_job_template: JsonObject;
  readonly is_paused: boolean;
  /** How many of the pool's runs may hold infrastructure at once; `null`: any number. */
  readonly concurrency_limit: number | null;
  readonly status: "READY" | "NOT_READY" | "PAUSED" | null;
  readonly default_queue_id: string | null;
  readonly storage_configuration: WorkPoolStorageConfiguration;
  /** How many of the limit's slots are taken. */
  readonly active_slots?: number | null | undefined;
}

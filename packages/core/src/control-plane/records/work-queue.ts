import type { JsonObject } from "../../contracts/json.ts";
import type { FlowRunRecord } from "./flow-run.ts";

export interface WorkQueueCreate {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly is_paused?: boolean | undefined;
  readonly concurrency_limit?: number | null | undefined;
  /** Lower numbers are served first. Default: after every other queue. */
  readonly priority?: number | null | undefined;
  readonly filter?: null | undefined;
}

export interface WorkQueueUpdate {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly is_paused?: boolean | undefined;
  readonly concurrency_limit?: number | null | undefined;
  readonly priority?: number | null | undefined;
  readonly filter?: null | undefined;
}

export interface WorkQueueRecord {
  readonly id: string;
  readonly created: string | null;
  readonly updated: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly is_paused: boolean;
  readonly concurrency_limit: number | null;
  readonly priority: number;
  readonly work_pool_id: string | null;
  readonly last_polled: string | null;
  readonly status: string | null;
  readonly work_pool_name?: string | null | undefined;
  readonly filter?: JsonObject | null | undefined;
}

export interface ScheduledFlowRunsRequest {
  /** Default: every queue of the pool. */
  readonly work_queue_names?: readonly string[] | undefined;
  readonly scheduled_before?: string | undefined;
  readonly scheduled_after?: string | undefined;
  readonly limit?: number | undefined;
}

/** A run that a worker may start now. */
export interface ScheduledFlowRun {
  readonly work_pool_id: string;
  readonly work_queue_id: string;
  readonly flow_run: FlowRunRecord;
}

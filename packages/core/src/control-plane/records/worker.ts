import type { TimeFilter, Page } from "./filters.ts";

export type WorkerStatus = "ONLINE" | "OFFLINE";

export interface WorkerHeartbeat {
  readonly name: string;
  /** Default: 30. A worker is offline once it missed three. */
  readonly heartbeat_interval_seconds?: number | null | undefined;
}

export interface WorkerRecord {
  readonly id: string;
  readonly created: string | null;
  readonly updated: string | null;
  readonly name: string;
  readonly work_pool_id: string;
  readonly last_heartbeat_time: string | null;
  readonly heartbeat_interval_seconds: number | null;
  readonly status: WorkerStatus;
}

export interface WorkerFilterRequest extends Page {
  readonly workers?:
    | {
        readonly operator?: "and_" | "or_" | undefined;
        readonly last_heartbeat_time?: TimeFilter | null | undefined;
        readonly status?:
          | {
              readonly any_?: readonly WorkerStatus[] | null | undefined;
              readonly not_any_?: readonly WorkerStatus[] | null | undefined;
            }
          | null
          | undefined;
      }
    | null
    | undefined;
}

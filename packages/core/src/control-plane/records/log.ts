export interface LogCreate {
  readonly name: string;
  /** Python's levels: 10 debug, 20 info, 30 warning, 40 error, 50 critical. */
  readonly level: number;
  readonly message: string;
  readonly timestamp: string;
  readonly flow_run_id?: string | null | undefined;
  readonly task_run_id?: string | null | undefined;
  readonly worker_id?: string | null | undefined;
}

/** One line of a run's log as the control plane keeps it. */
export interface StoredLog {
  readonly id: string;
  readonly created: string | null;
  readonly updated: string | null;
  readonly name: string;
  readonly level: number;
  readonly message: string;
  readonly timestamp: string;
  readonly flow_run_id: string | null;
  readonly task_run_id: string | null;
}

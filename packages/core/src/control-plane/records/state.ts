import type { Json } from "../../contracts/json.ts";
import type { StateType } from "../../contracts/state.ts";

/** What a state says beyond its type; times are ISO 8601. */
export interface StateDetails {
  readonly flow_run_id?: string | null | undefined;
  readonly task_run_id?: string | null | undefined;
  readonly child_flow_run_id?: string | null | undefined;
  readonly scheduled_time?: string | null | undefined;
  readonly cache_key?: string | null | undefined;
  readonly cache_expiration?: string | null | undefined;
  readonly deferred?: boolean | null | undefined;
  readonly untrackable_result?: boolean | undefined;
  readonly pause_timeout?: string | null | undefined;
  readonly pause_reschedule?: boolean | undefined;
  readonly pause_key?: string | null | undefined;
  readonly run_input_keyset?: Readonly<Record<string, string>> | null | undefined;
  readonly refresh_cache?: boolean | null | undefined;
  readonly retriable?: boolean | null | undefined;
  /** Chosen by who proposes, so that a request sent twice is recognised. */
  readonly transition_id?: string | null | undefined;
  readonly task_parameters_id?: string | null | undefined;
  readonly traceparent?: string | null | undefined;
  readonly deployment_concurrency_lease_id?: string | null | undefined;
}

/** A state as it is proposed. */
export interface StateCreate {
  readonly type: StateType;
  readonly name?: string | null | undefined;
  readonly message?: string | null | undefined;
  readonly data?: Json | undefined;
  readonly state_details?: StateDetails | undefined;
}

/** A state that a run is, or was, in. */
export interface StateRecord {
  readonly id: string;
  readonly type: StateType;
  readonly name: string | null;
  readonly timestamp: string;
  readonly message: string | null;
  readonly data: Json;
  readonly state_details: StateDetails;
}

/** Prefect's `OrchestrationResult`: what became of a proposed state. */
export interface OrchestrationResult {
  /** The state that the run is in now; `null` where the run has none. */
  readonly state: StateRecord | null;
  readonly status: "ACCEPT" | "REJECT" | "ABORT" | "WAIT";
  readonly details: OrchestrationDetails;
}

export type OrchestrationDetails =
  | { readonly type: "accept_details" }
  | { readonly type: "reject_details"; readonly reason: string | null }
  | { readonly type: "abort_details"; readonly reason: string | null }
  | { readonly type: "wait_details"; readonly delay_seconds: number; readonly reason: string | null };

export interface SetStateRequest {
  readonly state: StateCreate;
  /** Whether the rules that keep a run's history sensible are skipped. Default: false. */
  readonly force?: boolean | undefined;
}

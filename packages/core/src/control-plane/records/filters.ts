import type { JsonObject } from "../../contracts/json.ts";
import type { StateType } from "../../contracts/state.ts";

export interface AnyOf<T = string> {
  readonly any_?: readonly T[] | null | undefined;
}

export interface AnyOrNoneOf<T = string> extends AnyOf<T> {
  readonly not_any_?: readonly T[] | null | undefined;
}

export interface AnyOrNull extends AnyOf {
  readonly is_null_?: boolean | null | undefined;
}

export interface NameFilter extends AnyOf {
  /** A case-insensitive part of the name. */
  readonly like_?: string | null | undefined;
}

/** Both bounds include the time itself. */
export interface TimeFilter {
  readonly before_?: string | null | undefined;
  readonly after_?: string | null | undefined;
}

export interface NullableTimeFilter extends TimeFilter {
  readonly is_null_?: boolean | null | undefined;
}

export interface TagsFilter {
  readonly operator?: "and_" | "or_" | undefined;
  readonly all_?: readonly string[] | null | undefined;
  readonly any_?: readonly string[] | null | undefined;
  readonly is_null_?: boolean | null | undefined;
}

export interface StateFilter {
  readonly operator?: "and_" | "or_" | undefined;
  readonly type?: AnyOrNoneOf<StateType> | null | undefined;
  readonly name?: AnyOrNoneOf | null | undefined;
}

export interface FlowFilter {
  readonly operator?: "and_" | "or_" | undefined;
  readonly id?: AnyOf | null | undefined;
  readonly name?: NameFilter | null | undefined;
  readonly tags?: TagsFilter | null | undefined;
}

export interface FlowRunFilter {
  readonly operator?: "and_" | "or_" | undefined;
  readonly id?: AnyOrNoneOf | null | undefined;
  readonly name?: NameFilter | null | undefined;
  readonly tags?: TagsFilter | null | undefined;
  readonly deployment_id?: (AnyOrNull & { readonly operator?: "and_" | "or_" | undefined }) | null | undefined;
  readonly work_queue_name?: (AnyOrNull & { readonly operator?: "and_" | "or_" | undefined }) | null | undefined;
  readonly state?: StateFilter | null | undefined;
  readonly flow_version?: AnyOf | null | undefined;
  readonly start_time?: NullableTimeFilter | null | undefined;
  readonly end_time?: NullableTimeFilter | null | undefined;
  readonly expected_start_time?: TimeFilter | null | undefined;
  readonly next_scheduled_start_time?: TimeFilter | null | undefined;
  readonly parent_flow_run_id?: AnyOf | null | undefined;
  readonly parent_task_run_id?: (AnyOrNull & { readonly operator?: "and_" | "or_" | undefined }) | null | undefined;
  readonly idempotency_key?: AnyOrNoneOf | null | undefined;
}

export interface WorkPoolFilter {
  readonly operator?: "and_" | "or_" | undefined;
  readonly id?: AnyOf | null | undefined;
  readonly name?: AnyOf | null | undefined;
  readonly type?: AnyOf | null | undefined;
}

export interface WorkQueueFilter {
  readonly operator?: "and_" | "or_" | undefined;
  readonly id?: AnyOf | null | undefined;
  readonly name?: (AnyOf & { readonly startswith_?: readonly string[] | null | undefined }) | null | undefined;
}

/** What narrows a list: at most `limit` (the server's own limit, 200, by default and at most) after `offset`. */
export interface Page {
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

/** Runs that match every filter given, each over its own kind of record. */
export interface FlowRunSelection {
  readonly flows?: FlowFilter | null | undefined;
  readonly flow_runs?: FlowRunFilter | null | undefined;
  /** Runs that have such a task run. */
  readonly task_runs?: TaskRunFilter | null | undefined;
  /** Runs of such a deployment. */
  readonly deployments?: JsonObject | null | undefined;
  readonly work_pools?: WorkPoolFilter | null | undefined;
  readonly work_pool_queues?: WorkQueueFilter | null | undefined;
}

export type FlowRunSort =
  | "ID_DESC"
  | "START_TIME_ASC"
  | "START_TIME_DESC"
  | "EXPECTED_START_TIME_ASC"
  | "EXPECTED_START_TIME_DESC"
  | "NAME_ASC"
  | "NAME_DESC"
  | "NEXT_SCHEDULED_START_TIME_ASC"
  | "END_TIME_DESC";

/** Flows that have such a run, in such a pool. */
export interface FlowFilterRequest extends FlowRunSelection, Page {
  readonly work_queues?: null | undefined;
  /** Default: `NAME_ASC`. */
  readonly sort?: "CREATED_DESC" | "UPDATED_DESC" | "NAME_ASC" | "NAME_DESC" | null | undefined;
}

export interface FlowRunFilterRequest extends FlowRunSelection, Page {
  readonly sort?: FlowRunSort | undefined;
}

export interface WorkPoolFilterRequest extends Page {
  readonly work_pools?: WorkPoolFilter | null | undefined;
}

export interface WorkQueueFilterRequest extends Page {
  readonly work_queues?: WorkQueueFilter | null | undefined;
}

export interface TaskRunFilter {
  readonly operator?: "and_" | "or_" | undefined;
  readonly id?: AnyOf | null | undefined;
  readonly name?: NameFilter | null | undefined;
  readonly tags?: TagsFilter | null | undefined;
  readonly flow_run_id?: (AnyOrNull & { readonly operator?: "and_" | "or_" | undefined }) | null | undefined;
  readonly state?: StateFilter | null | undefined;
  readonly start_time?: NullableTimeFilter | null | undefined;
  readonly end_time?: NullableTimeFilter | null | undefined;
  readonly expected_start_time?: TimeFilter | null | undefined;
  /** Whether it stands for a run of another flow. */
  readonly subflow_runs?: { readonly exists_?: boolean | null | undefined } | null | undefined;
}

export interface TaskRunFilterRequest
  extends Pick<FlowRunSelection, "flows" | "flow_runs" | "task_runs" | "deployments">, Page {
  readonly sort?: Exclude<FlowRunSort, "START_TIME_ASC" | "START_TIME_DESC"> | undefined;
}

export interface LogFilterRequest extends Page {
  readonly logs?:
    | {
        readonly operator?: "and_" | "or_" | undefined;
        readonly level?:
          { readonly ge_?: number | null | undefined; readonly le_?: number | null | undefined } | null | undefined;
        readonly timestamp?: TimeFilter | null | undefined;
        readonly flow_run_id?: AnyOf | null | undefined;
        readonly task_run_id?: AnyOrNull | null | undefined;
      }
    | null
    | undefined;
  readonly sort?: "TIMESTAMP_ASC" | "TIMESTAMP_DESC" | undefined;
}

export interface BlockSchemaFilterRequest extends Page {
  readonly block_schemas?:
    | {
        readonly operator?: "and_" | "or_" | undefined;
        readonly block_type_id?: AnyOf | null | undefined;
        readonly block_capabilities?: { readonly all_?: readonly string[] | null | undefined } | null | undefined;
        readonly id?: AnyOf | null | undefined;
        readonly version?: AnyOf | null | undefined;
      }
    | null
    | undefined;
}

export interface BlockTypeFilterRequest extends Page {
  readonly block_types?: BlockDocumentSelection["block_types"];
}

export interface BlockDocumentSelection {
  readonly block_documents?:
    | {
        readonly operator?: "and_" | "or_" | undefined;
        readonly id?: AnyOf | null | undefined;
        /** Default: `{ eq_: false }`. */
        readonly is_anonymous?: { readonly eq_?: boolean | null | undefined } | null | undefined;
        readonly block_type_id?: AnyOf | null | undefined;
        readonly name?: NameFilter | null | undefined;
      }
    | null
    | undefined;
  readonly block_types?:
    | {
        readonly name?: { readonly like_?: string | null | undefined } | null | undefined;
        readonly slug?: AnyOf | null | undefined;
      }
    | null
    | undefined;
}

export interface BlockDocumentFilterRequest extends BlockDocumentSelection, Page {
  /** Default: false. */
  readonly include_secrets?: boolean | undefined;
  readonly sort?: "NAME_ASC" | "NAME_DESC" | "BLOCK_TYPE_AND_NAME_ASC" | null | undefined;
}

export interface VariableFilterRequest extends Page {
  readonly variables?:
    | {
        readonly operator?: "and_" | "or_" | undefined;
        readonly id?: AnyOf | null | undefined;
        readonly name?: NameFilter | null | undefined;
        readonly tags?: TagsFilter | null | undefined;
      }
    | null
    | undefined;
  readonly sort?: "CREATED_DESC" | "UPDATED_DESC" | "NAME_ASC" | "NAME_DESC" | undefined;
}

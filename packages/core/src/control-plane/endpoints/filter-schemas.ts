import { z } from "zod";
import type * as filters from "../records/filters.ts";
import { jsonObject, stateType, storedTime, tags, uuid } from "./common-schemas.ts";

/** Fields of every filter that may combine its conditions in two ways. */
export const operator: z.ZodType<"and_" | "or_" | undefined> = z.enum(["and_", "or_"]).optional();

/** Prefect's client sends `null` for what was not asked for. */
function orUndefined(number: z.ZodType<number>): z.ZodType<number | undefined> {
  return number.nullish().transform((value) => value ?? undefined);
}

export const page: { readonly limit: z.ZodType<number | undefined>; readonly offset: z.ZodType<number | undefined> } = {
  limit: orUndefined(z.int().min(0).max(200, "Invalid limit: must be less than or equal to 200.")),
  offset: orUndefined(z.int().min(0)),
};

export const anyId: z.ZodType<filters.AnyOf> = z.strictObject({ any_: z.array(uuid).nullish() });

export const anyOrNoneId: z.ZodType<filters.AnyOrNoneOf> = z.strictObject({
  any_: z.array(uuid).nullish(),
  not_any_: z.array(uuid).nullish(),
});

export const anyText: z.ZodType<filters.AnyOf> = z.strictObject({ any_: tags.nullish() });

export const anyOrNoneText: z.ZodType<filters.AnyOrNoneOf> = z.strictObject({
  any_: tags.nullish(),
  not_any_: tags.nullish(),
});

export const nullableId: z.ZodType<filters.AnyOrNull> = z.strictObject({
  operator,
  any_: z.array(uuid).nullish(),
  is_null_: z.boolean().nullish(),
});

export const nullableText: z.ZodType<filters.AnyOrNull> = z.strictObject({
  operator,
  any_: tags.nullish(),
  is_null_: z.boolean().nullish(),
});

export const nameFilter: z.ZodType<filters.NameFilter> = z.strictObject({
  any_: tags.nullish(),
  like_: z.string().nullish(),
});

export const timeFilter: z.ZodType<filters.TimeFilter> = z.strictObject({
  before_: storedTime.nullish(),
  after_: storedTime.nullish(),
});

export const nullableTimeFilter: z.ZodType<filters.NullableTimeFilter> = z.strictObject({
  before_: storedTime.nullish(),
  after_: storedTime.nullish(),
  is_null_: z.boolean().nullish(),
});

export const flowTagsFilter: z.ZodType<filters.TagsFilter> = z.strictObject({
  operator,
  all_: tags.nullish(),
  is_null_: z.boolean().nullish(),
});

export const flowRunTagsFilter: z.ZodType<filters.TagsFilter> = z.strictObject({
  operator,
  all_: tags.nullish(),
  any_: tags.nullish(),
  is_null_: z.boolean().nullish(),
});

export const stateFilter: z.ZodType<filters.StateFilter> = z.strictObject({
  operator,
  type: z.strictObject({ any_: z.array(stateType).nullish(), not_any_: z.array(stateType).nullish() }).nullish(),
  name: anyOrNoneText.nullish(),
});

export const flowFilter: z.ZodType<filters.FlowFilter> = z.strictObject({
  operator,
  id: anyOrNoneId.nullish(),
  name: nameFilter.nullish(),
  tags: flowTagsFilter.nullish(),
});

export const flowRunFilter: z.ZodType<filters.FlowRunFilter> = z.strictObject({
  operator,
  id: anyOrNoneId.nullish(),
  name: nameFilter.nullish(),
  tags: flowRunTagsFilter.nullish(),
  deployment_id: nullableId.nullish(),
  work_queue_name: nullableText.nullish(),
  state: stateFilter.nullish(),
  flow_version: anyText.nullish(),
  start_time: nullableTimeFilter.nullish(),
  end_time: nullableTimeFilter.nullish(),
  expected_start_time: timeFilter.nullish(),
  next_scheduled_start_time: timeFilter.nullish(),
  parent_flow_run_id: z.strictObject({ operator, any_: z.array(uuid).nullish() }).nullish(),
  parent_task_run_id: nullableId.nullish(),
  idempotency_key: anyOrNoneText.nullish(),
});

export const workPoolFilter: z.ZodType<filters.WorkPoolFilter> = z.strictObject({
  operator,
  id: anyId.nullish(),
  name: anyText.nullish(),
  type: anyText.nullish(),
});

export const workQueueFilter: z.ZodType<filters.WorkQueueFilter> = z.strictObject({
  operator,
  id: anyId.nullish(),
  name: z.strictObject({ any_: tags.nullish(), startswith_: tags.nullish() }).nullish(),
});

export const taskRunFilter: z.ZodType<filters.TaskRunFilter> = z.strictObject({
  operator,
  id: anyId.nullish(),
  name: nameFilter.nullish(),
  tags: flowTagsFilter.nullish(),
  flow_run_id: nullableId.nullish(),
  state: stateFilter.nullish(),
  start_time: nullableTimeFilter.nullish(),
  end_time: nullableTimeFilter.nullish(),
  expected_start_time: timeFilter.nullish(),
  subflow_runs: z.strictObject({ exists_: z.boolean().nullish() }).nullish(),
});

const selection = {
  flows: flowFilter.nullish(),
  flow_runs: flowRunFilter.nullish(),
  task_runs: taskRunFilter.nullish(),
  deployments: jsonObject.nullish(),
  work_pools: workPoolFilter.nullish(),
  work_pool_queues: workQueueFilter.nullish(),
};

export const flowRunSelection: z.ZodType<filters.FlowRunSelection> = z.strictObject(selection);

export const flowFilterRequest: z.ZodType<filters.FlowFilterRequest> = z.strictObject({
  ...selection,
  // What Prefect's client calls `work_pool_queues` here, and never fills.
  work_queues: z.null().optional(),
  ...page,
  sort: z.enum(["CREATED_DESC", "UPDATED_DESC", "NAME_ASC", "NAME_DESC"]).nullish(),
});

export const taskRunFilterRequest: z.ZodType<filters.TaskRunFilterRequest> = z.strictObject({
  flows: selection.flows,
  flow_runs: selection.flow_runs,
  task_runs: selection.task_runs,
  deployments: selection.deployments,
  ...page,
  sort: z
    .enum([
      "ID_DESC",
      "EXPECTED_START_TIME_ASC",
      "EXPECTED_START_TIME_DESC",
      "NAME_ASC",
      "NAME_DESC",
      "NEXT_SCHEDULED_START_TIME_ASC",
      "END_TIME_DESC",
    ])
    .optional(),
});

export const flowRunFilterRequest: z.ZodType<filters.FlowRunFilterRequest> = z.strictObject({
  ...selection,
  ...page,
  sort: z
    .enum([
      "ID_DESC",
      "START_TIME_ASC",
      "START_TIME_DESC",
      "EXPECTED_START_TIME_ASC",
      "EXPECTED_START_TIME_DESC",
      "NAME_ASC",
      "NAME_DESC",
      "NEXT_SCHEDULED_START_TIME_ASC",
      "END_TIME_DESC",
    ])
    .optional(),
});

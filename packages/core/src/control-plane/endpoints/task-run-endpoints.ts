import { z } from "zod";
import type { TaskRunFilterRequest } from "../records/filters.ts";
import type { OrchestrationResult, SetStateRequest } from "../records/state.ts";
import type { TaskRunCreate, TaskRunRecord } from "../records/task-run.ts";
import {
  empiricalPolicy,
  empiricalPolicyCreate,
  jsonObject,
  nothing,
  stateType,
  storedTime,
  tags,
  time,
  uuid,
} from "./common-schemas.ts";
import type { Endpoint, None } from "./endpoint.ts";
import { taskRunFilterRequest } from "./filter-schemas.ts";
import { orchestrationResult, setStateRequest, stateCreate, stateRecord } from "./state-schemas.ts";

const taskRunCreate: z.ZodType<TaskRunCreate> = z.strictObject({
  id: uuid.nullish(),
  name: z.string().optional(),
  flow_run_id: uuid.nullish(),
  task_key: z.string(),
  dynamic_key: z.string(),
  state: stateCreate.nullish(),
  cache_key: z.string().nullish(),
  cache_expiration: storedTime.nullish(),
  task_version: z.string().nullish(),
  empirical_policy: empiricalPolicyCreate.optional(),
  tags: tags.optional(),
  labels: jsonObject.nullish(),
  task_inputs: jsonObject.optional(),
});

const taskRunRecord: z.ZodType<TaskRunRecord> = z.looseObject({
  id: uuid,
  created: time.nullable(),
  updated: time.nullable(),
  name: z.string(),
  flow_run_id: uuid.nullable(),
  task_key: z.string(),
  dynamic_key: z.string(),
  cache_key: z.string().nullable(),
  cache_expiration: time.nullable(),
  task_version: z.string().nullable(),
  empirical_policy: empiricalPolicy,
  tags,
  labels: jsonObject.nullish(),
  state_id: uuid.nullable(),
  task_inputs: jsonObject,
  state_type: stateType.nullable(),
  state_name: z.string().nullable(),
  run_count: z.int(),
  flow_run_run_count: z.int(),
  expected_start_time: time.nullable(),
  next_scheduled_start_time: time.nullable(),
  start_time: time.nullable(),
  end_time: time.nullable(),
  total_run_time: z.number(),
  estimated_run_time: z.number(),
  estimated_start_time_delta: z.number(),
  state: stateRecord.nullable(),
});

interface TaskRunPath {
  readonly taskRunId: string;
}

export const createTaskRun: Endpoint<None, None, TaskRunCreate, TaskRunRecord> = {
  method: "POST",
  path: "/task_runs/",
  body: taskRunCreate,
  response: taskRunRecord,
  readOnly: false,
};

export const readTaskRun: Endpoint<TaskRunPath, None, undefined, TaskRunRecord> = {
  method: "GET",
  path: "/task_runs/{taskRunId}",
  body: nothing,
  response: taskRunRecord,
  readOnly: true,
};

export const setTaskRunState: Endpoint<TaskRunPath, None, SetStateRequest, OrchestrationResult> = {
  method: "POST",
  path: "/task_runs/{taskRunId}/set_state",
  body: setStateRequest,
  response: orchestrationResult,
  readOnly: false,
};

export const filterTaskRuns: Endpoint<None, None, TaskRunFilterRequest, readonly TaskRunRecord[]> = {
  method: "POST",
  path: "/task_runs/filter",
  body: taskRunFilterRequest,
  response: z.array(taskRunRecord),
  readOnly: true,
};

import { z } from "zod";
import type { JsonObject } from "../../contracts/json.ts";
import type { FlowRunFilterRequest, FlowRunSelection } from "../records/filters.ts";
import type { FlowRunCreate, FlowRunRecord, FlowRunUpdate } from "../records/flow-run.ts";
import type { OrchestrationResult, SetStateRequest, StateRecord } from "../records/state.ts";
import {
  empiricalPolicy,
  empiricalPolicyCreate,
  jsonObject,
  nothing,
  stateType,
  tags,
  time,
  uuid,
} from "./common-schemas.ts";
import type { Endpoint, None } from "./endpoint.ts";
import { flowRunFilterRequest, flowRunSelection } from "./filter-schemas.ts";
import { orchestrationResult, setStateRequest, stateCreate, stateRecord } from "./state-schemas.ts";

const flowRunCreate: z.ZodType<FlowRunCreate> = z.strictObject({
  flow_id: uuid,
  state: stateCreate.nullish(),
  name: z.string().optional(),
  flow_version: z.string().nullish(),
  parameters: jsonObject.optional(),
  context: jsonObject.optional(),
  parent_task_run_id: uuid.nullish(),
  infrastructure_document_id: uuid.nullish(),
  empirical_policy: empiricalPolicyCreate.optional(),
  tags: tags.optional(),
  labels: jsonObject.nullish(),
  idempotency_key: z.string().nullish(),
  work_pool_name: z.string().nullish(),
  work_queue_name: z.string().nullish(),
  job_variables: jsonObject.nullish(),
  deployment_id: uuid.nullish(),
});

const flowRunUpdate: z.ZodType<FlowRunUpdate> = z.strictObject({
  name: z.string().nullish(),
  flow_version: z.string().nullish(),
  parameters: jsonObject.optional(),
  empirical_policy: empiricalPolicyCreate.optional(),
  tags: tags.optional(),
  infrastructure_pid: z.string().nullish(),
  job_variables: jsonObject.nullish(),
});

/** A flow run as it comes back. */
export const flowRunRecord: z.ZodType<FlowRunRecord> = z.looseObject({
  id: uuid,
  created: time.nullable(),
  updated: time.nullable(),
  name: z.string(),
  flow_id: uuid,
  state_id: uuid.nullable(),
  deployment_id: uuid.nullable(),
  deployment_version: z.string().nullish(),
  work_queue_id: uuid.nullable(),
  work_queue_name: z.string().nullable(),
  flow_version: z.string().nullable(),
  parameters: jsonObject,
  idempotency_key: z.string().nullable(),
  context: jsonObject,
  empirical_policy: empiricalPolicy,
  tags,
  labels: jsonObject.nullish(),
  parent_task_run_id: uuid.nullable(),
  state_type: stateType.nullable(),
  state_name: z.string().nullable(),
  run_count: z.int(),
  expected_start_time: time.nullable(),
  next_scheduled_start_time: time.nullable(),
  start_time: time.nullable(),
  end_time: time.nullable(),
  total_run_time: z.number(),
  estimated_run_time: z.number(),
  estimated_start_time_delta: z.number(),
  auto_scheduled: z.boolean(),
  infrastructure_document_id: uuid.nullable(),
  infrastructure_pid: z.string().nullable(),
  created_by: jsonObject.nullish(),
  // A worker's scheduled runs come without these from a server.
  work_pool_id: uuid.nullable().default(null),
  work_pool_name: z.string().nullable().default(null),
  state: stateRecord.nullable(),
  job_variables: jsonObject.nullable(),
});

interface FlowRunPath {
  readonly flowRunId: string;
}

export const createFlowRun: Endpoint<None, None, FlowRunCreate, FlowRunRecord> = {
  method: "POST",
  path: "/flow_runs/",
  body: flowRunCreate,
  response: flowRunRecord,
  readOnly: false,
};

export const readFlowRun: Endpoint<FlowRunPath, None, undefined, FlowRunRecord> = {
  method: "GET",
  path: "/flow_runs/{flowRunId}",
  body: nothing,
  response: flowRunRecord,
  readOnly: true,
};

export const updateFlowRun: Endpoint<FlowRunPath, None, FlowRunUpdate, undefined> = {
  method: "PATCH",
  path: "/flow_runs/{flowRunId}",
  body: flowRunUpdate,
  response: nothing,
  readOnly: false,
};

/** Adds to the labels of the run. */
export const updateFlowRunLabels: Endpoint<FlowRunPath, None, JsonObject, undefined> = {
  method: "PATCH",
  path: "/flow_runs/{flowRunId}/labels",
  body: jsonObject,
  response: nothing,
  readOnly: false,
};

export const deleteFlowRun: Endpoint<FlowRunPath, None, undefined, undefined> = {
  method: "DELETE",
  path: "/flow_runs/{flowRunId}",
  body: nothing,
  response: nothing,
  readOnly: false,
};

export const setFlowRunState: Endpoint<FlowRunPath, None, SetStateRequest, OrchestrationResult> = {
  method: "POST",
  path: "/flow_runs/{flowRunId}/set_state",
  body: setStateRequest,
  response: orchestrationResult,
  readOnly: false,
};

interface ResumeRequest {
  readonly run_input?: JsonObject | null | undefined;
}

/** A paused run goes on. */
export const resumeFlowRun: Endpoint<FlowRunPath, None, ResumeRequest, OrchestrationResult> = {
  method: "POST",
  path: "/flow_runs/{flowRunId}/resume",
  body: z.strictObject({ run_input: jsonObject.nullish() }),
  response: orchestrationResult,
  readOnly: false,
};

export const filterFlowRuns: Endpoint<None, None, FlowRunFilterRequest, readonly FlowRunRecord[]> = {
  method: "POST",
  path: "/flow_runs/filter",
  body: flowRunFilterRequest,
  response: z.array(flowRunRecord),
  readOnly: true,
};

export const countFlowRuns: Endpoint<None, None, FlowRunSelection, number> = {
  method: "POST",
  path: "/flow_runs/count",
  body: flowRunSelection,
  response: z.int(),
  readOnly: true,
};

export const readFlowRunStates: Endpoint<None, { readonly flow_run_id: string }, undefined, readonly StateRecord[]> = {
  method: "GET",
  path: "/flow_run_states/",
  body: nothing,
  response: z.array(stateRecord),
  readOnly: true,
};

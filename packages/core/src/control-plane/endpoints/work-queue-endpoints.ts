import { z } from "zod";
import type { WorkQueueFilterRequest } from "../records/filters.ts";
import type {
  ScheduledFlowRun,
  ScheduledFlowRunsRequest,
  WorkQueueCreate,
  WorkQueueRecord,
  WorkQueueUpdate,
} from "../records/work-queue.ts";
import { jsonObject, nameWithoutSlash, nothing, storedTime, tags, time, uuid } from "./common-schemas.ts";
import type { Endpoint, None } from "./endpoint.ts";
import { page, workQueueFilter } from "./filter-schemas.ts";
import { flowRunRecord } from "./flow-run-endpoints.ts";

const changeable = {
  description: z.string().nullish(),
  is_paused: z.boolean().optional(),
  concurrency_limit: z.int().min(0).nullish(),
  priority: z.int().min(1).nullish(),
};

const workQueueCreate: z.ZodType<WorkQueueCreate> = z.strictObject({
  name: nameWithoutSlash,
  ...changeable,
  // What Prefect's client sends for the queues of its agents, which are gone.
  filter: z.null().optional(),
});

const workQueueUpdate: z.ZodType<WorkQueueUpdate> = z.strictObject({
  name: nameWithoutSlash.nullish(),
  ...changeable,
  filter: z.null().optional(),
});

const workQueueRecord: z.ZodType<WorkQueueRecord> = z.looseObject({
  id: uuid,
  created: time.nullable(),
  updated: time.nullable(),
  name: z.string(),
  description: z.string().nullable(),
  is_paused: z.boolean(),
  concurrency_limit: z.int().nullable(),
  priority: z.int(),
  work_pool_id: uuid.nullable(),
  last_polled: time.nullable(),
  status: z.string().nullable(),
  work_pool_name: z.string().nullish(),
  filter: jsonObject.nullish(),
});

interface WorkPoolPath {
  readonly workPoolName: string;
}

interface WorkQueuePath extends WorkPoolPath {
  readonly workQueueName: string;
}

export const createWorkQueue: Endpoint<WorkPoolPath, None, WorkQueueCreate, WorkQueueRecord> = {
  method: "POST",
  path: "/work_pools/{workPoolName}/queues",
  body: workQueueCreate,
  response: workQueueRecord,
  readOnly: false,
};

export const readWorkQueue: Endpoint<WorkQueuePath, None, undefined, WorkQueueRecord> = {
  method: "GET",
  path: "/work_pools/{workPoolName}/queues/{workQueueName}",
  body: nothing,
  response: workQueueRecord,
  readOnly: true,
};

export const updateWorkQueue: Endpoint<WorkQueuePath, None, WorkQueueUpdate, undefined> = {
  method: "PATCH",
  path: "/work_pools/{workPoolName}/queues/{workQueueName}",
  body: workQueueUpdate,
  response: nothing,
  readOnly: false,
};

export const deleteWorkQueue: Endpoint<WorkQueuePath, None, undefined, undefined> = {
  method: "DELETE",
  path: "/work_pools/{workPoolName}/queues/{workQueueName}",
  body: nothing,
  response: nothing,
  readOnly: false,
};

export const filterWorkQueues: Endpoint<WorkPoolPath, None, WorkQueueFilterRequest, readonly WorkQueueRecord[]> = {
  method: "POST",
  path: "/work_pools/{workPoolName}/queues/filter",
  body: z.strictObject({ work_queues: workQueueFilter.nullish(), ...page }),
  response: z.array(workQueueRecord),
  readOnly: true,
};

/** Over all pools. */
export const filterAllWorkQueues: Endpoint<None, None, WorkQueueFilterRequest, readonly WorkQueueRecord[]> = {
  method: "POST",
  path: "/work_queues/filter",
  body: z.strictObject({ work_queues: workQueueFilter.nullish(), ...page }),
  response: z.array(workQueueRecord),
  readOnly: true,
};

interface WorkQueueIdPath {
  readonly workQueueId: string;
}

export const readWorkQueueById: Endpoint<WorkQueueIdPath, None, undefined, WorkQueueRecord> = {
  method: "GET",
  path: "/work_queues/{workQueueId}",
  body: nothing,
  response: workQueueRecord,
  readOnly: true,
};

export const updateWorkQueueById: Endpoint<WorkQueueIdPath, None, WorkQueueUpdate, undefined> = {
  method: "PATCH",
  path: "/work_queues/{workQueueId}",
  body: workQueueUpdate,
  response: nothing,
  readOnly: false,
};

export const deleteWorkQueueById: Endpoint<WorkQueueIdPath, None, undefined, undefined> = {
  method: "DELETE",
  path: "/work_queues/{workQueueId}",
  body: nothing,
  response: nothing,
  readOnly: false,
};

export const getScheduledFlowRuns: Endpoint<WorkPoolPath, None, ScheduledFlowRunsRequest, readonly ScheduledFlowRun[]> =
  {
    method: "POST",
    path: "/work_pools/{workPoolName}/get_scheduled_flow_runs",
    body: z.strictObject({
      work_queue_names: tags.optional(),
      scheduled_before: storedTime.optional(),
      scheduled_after: storedTime.optional(),
      limit: page.limit,
    }),
    response: z.array(z.looseObject({ work_pool_id: uuid, work_queue_id: uuid, flow_run: flowRunRecord })),
    readOnly: false,
  };

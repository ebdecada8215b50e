import { z } from "zod";
import type { WorkPoolFilterRequest } from "../records/filters.ts";
import type {
  WorkPoolConcurrencyRequest,
  WorkPoolConcurrencyStatus,
  WorkPoolCreate,
  WorkPoolRecord,
  WorkPoolStorageConfiguration,
  WorkPoolUpdate,
} from "../records/work-pool.ts";
import { jsonObject, nameWithoutSlash, nothing, time, uuid } from "./common-schemas.ts";
import type { Endpoint, None } from "./endpoint.ts";
import { page, workPoolFilter } from "./filter-schemas.ts";

const storageFields = {
  bundle_upload_step: jsonObject.nullish(),
  bundle_execution_step: jsonObject.nullish(),
  default_result_storage_block_id: uuid.nullish(),
};

const storageConfiguration: z.ZodType<WorkPoolStorageConfiguration> = z.strictObject(storageFields);
const concurrencyLimit = z.int().min(0).nullish();

const workPoolCreate: z.ZodType<WorkPoolCreate> = z.strictObject({
  name: nameWithoutSlash,
  type: z.string().optional(),
  description: z.string().nullish(),
  base_job_template: jsonObject.optional(),
  is_paused: z.boolean().optional(),
  concurrency_limit: concurrencyLimit,
  storage_configuration: storageConfiguration.optional(),
});

const workPoolUpdate: z.ZodType<WorkPoolUpdate> = z.strictObject({
  description: z.string().nullish(),
  is_paused: z.boolean().nullish(),
  base_job_template: jsonObject.nullish(),
  concurrency_limit: concurrencyLimit,
  storage_configuration: storageConfiguration.nullish(),
});

const workPoolRecord: z.ZodType<WorkPoolRecord> = z.looseObject({
  id: uuid,
  created: time.nullable(),
  updated: time.nullable(),
  name: z.string(),
  description: z.string().nullable(),
  type: z.string(),
  base_job_template: jsonObject,
  is_paused: z.boolean(),
  concurrency_limit: z.int().nullable(),
  status: z.enum(["READY", "NOT_READY", "PAUSED"]).nullable(),
  default_queue_id: uuid.nullable(),
  storage_configuration: z.looseObject(storageFields),
  active_slots: z.int().nullish(),
});

interface WorkPoolPath {
  readonly workPoolName: string;
}

export const createWorkPool: Endpoint<None, None, WorkPoolCreate, WorkPoolRecord> = {
  method: "POST",
  path: "/work_pools/",
  body: workPoolCreate,
  response: workPoolRecord,
  readOnly: false,
};

export const readWorkPool: Endpoint<WorkPoolPath, None, undefined, WorkPoolRecord> = {
  method: "GET",
  path: "/work_pools/{workPoolName}",
  body: nothing,
  response: workPoolRecord,
  readOnly: true,
};

export const updateWorkPool: Endpoint<WorkPoolPath, None, WorkPoolUpdate, undefined> = {
  method: "PATCH",
  path: "/work_pools/{workPoolName}",
  body: workPoolUpdate,
  response: nothing,
  readOnly: false,
};

export const deleteWorkPool: Endpoint<WorkPoolPath, None, undefined, undefined> = {
  method: "DELETE",
  path: "/work_pools/{workPoolName}",
  body: nothing,
  response: nothing,
  readOnly: false,
};

export const filterWorkPools: Endpoint<None, None, WorkPoolFilterRequest, readonly WorkPoolRecord[]> = {
  method: "POST",
  path: "/work_pools/filter",
  body: z.strictObject({ work_pools: workPoolFilter.nullish(), ...page }),
  response: z.array(workPoolRecord),
  readOnly: true,
};

const slotHolder = z.looseObject({
  id: uuid,
  name: z.string(),
  state_type: z.string().nullable(),
  state_name: z.string().nullable(),
  start_time: time.nullable(),
  state_timestamp: time.nullable(),
  time_in_current_state: z.number().nullable(),
});

const concurrencyStatus: z.ZodType<WorkPoolConcurrencyStatus> = z.looseObject({
  active_slots: z.int(),
  concurrency_limit: z.int().nullable(),
  queues: z.array(
    z.looseObject({
      queue_id: uuid,
      queue_name: z.string(),
      active_slots: z.int(),
      concurrency_limit: z.int().nullable(),
      flow_runs: z.array(slotHolder),
      flow_run_count: z.int(),
    }),
  ),
  count: z.int(),
  limit: z.int(),
  pages: z.int(),
  page: z.int(),
});

export const readWorkPoolConcurrency: Endpoint<
  WorkPoolPath,
  None,
  WorkPoolConcurrencyRequest,
  WorkPoolConcurrencyStatus
> = {
  method: "POST",
  path: "/work_pools/{workPoolName}/concurrency_status",
  body: z.strictObject({
    page: z.int().min(1).optional(),
    limit: page.limit,
    flow_run_limit: z.int().min(0).max(200).optional(),
  }),
  response: concurrencyStatus,
  readOnly: true,
};

export const countWorkPools: Endpoint<None, None, Pick<WorkPoolFilterRequest, "work_pools">, number> = {
  method: "POST",
  path: "/work_pools/count",
  body: z.strictObject({ work_pools: workPoolFilter.nullish() }),
  response: z.int(),
  readOnly: true,
};

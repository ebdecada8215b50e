import { z } from "zod";
import type { WorkerFilterRequest, WorkerHeartbeat, WorkerRecord, WorkerStatus } from "../records/worker.ts";
import { nothing, time, uuid } from "./common-schemas.ts";
import type { Endpoint, None } from "./endpoint.ts";
import { operator, page, timeFilter } from "./filter-schemas.ts";

const status: z.ZodType<WorkerStatus> = z.enum(["ONLINE", "OFFLINE"]);

const workerRecord: z.ZodType<WorkerRecord> = z.looseObject({
  id: uuid,
  created: time.nullable(),
  updated: time.nullable(),
  name: z.string(),
  work_pool_id: uuid,
  last_heartbeat_time: time.nullable(),
  heartbeat_interval_seconds: z.int().nullable(),
  status,
});

interface WorkPoolPath {
  readonly workPoolName: string;
}

/** Makes the worker known where it is not. */
export const heartbeatWorker: Endpoint<WorkPoolPath, None, WorkerHeartbeat, undefined> = {
  method: "POST",
  path: "/work_pools/{workPoolName}/workers/heartbeat",
  body: z.strictObject({ name: z.string(), heartbeat_interval_seconds: z.int().min(1).nullish() }),
  response: nothing,
  readOnly: false,
};

export const filterWorkers: Endpoint<WorkPoolPath, None, WorkerFilterRequest, readonly WorkerRecord[]> = {
  method: "POST",
  path: "/work_pools/{workPoolName}/workers/filter",
  body: z.strictObject({
    workers: z
      .strictObject({
        operator,
        last_heartbeat_time: timeFilter.nullish(),
        status: z.strictObject({ any_: z.array(status).nullish(), not_any_: z.array(status).nullish() }).nullish(),
      })
      .nullish(),
    ...page,
  }),
  response: z.array(workerRecord),
  readOnly: true,
};

export const deleteWorker: Endpoint<WorkPoolPath & { readonly workerName: string }, None, undefined, undefined> = {
  method: "DELETE",
  path: "/work_pools/{workPoolName}/workers/{workerName}",
  body: nothing,
  response: nothing,
  readOnly: false,
};

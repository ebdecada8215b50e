import { z } from "zod";
import type { LogFilterRequest } from "../records/filters.ts";
import type { LogCreate, StoredLog } from "../records/log.ts";
import { nothing, storedTime, time, uuid } from "./common-schemas.ts";
import type { Endpoint, None } from "./endpoint.ts";
import { anyId, nullableId, operator, page, timeFilter } from "./filter-schemas.ts";

const logCreate: z.ZodType<LogCreate> = z.strictObject({
  name: z.string(),
  level: z.int().min(0).max(50),
  message: z.string(),
  timestamp: storedTime,
  flow_run_id: uuid.nullish(),
  task_run_id: uuid.nullish(),
  worker_id: uuid.nullish(),
});

const storedLog: z.ZodType<StoredLog> = z.looseObject({
  id: uuid,
  created: time.nullable(),
  updated: time.nullable(),
  name: z.string(),
  level: z.int(),
  message: z.string(),
  timestamp: time,
  flow_run_id: uuid.nullable(),
  task_run_id: uuid.nullable(),
});

const level = z.strictObject({ ge_: z.int().nullish(), le_: z.int().nullish() });

export const createLogs: Endpoint<None, None, readonly LogCreate[], undefined> = {
  method: "POST",
  path: "/logs/",
  body: z.array(logCreate),
  response: nothing,
  readOnly: false,
};

export const filterLogs: Endpoint<None, None, LogFilterRequest, readonly StoredLog[]> = {
  method: "POST",
  path: "/logs/filter",
  body: z.strictObject({
    logs: z
      .strictObject({
        operator,
        level: level.nullish(),
        timestamp: timeFilter.nullish(),
        flow_run_id: anyId.nullish(),
        task_run_id: nullableId.nullish(),
        // Searched for in Prefect Cloud; sent, unfilled, by every client.
        text: z.null().optional(),
      })
      .nullish(),
    sort: z.enum(["TIMESTAMP_ASC", "TIMESTAMP_DESC"]).optional(),
    ...page,
  }),
  response: z.array(storedLog),
  readOnly: true,
};

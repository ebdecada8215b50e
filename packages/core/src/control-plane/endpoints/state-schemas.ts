import { z } from "zod";
import type { OrchestrationResult, SetStateRequest, StateCreate, StateRecord } from "../records/state.ts";
import { json, stateType, storedTime, time, uuid } from "./common-schemas.ts";

const detailFields = (moment: z.ZodType<string>) => ({
  flow_run_id: uuid.nullish(),
  task_run_id: uuid.nullish(),
  child_flow_run_id: uuid.nullish(),
  scheduled_time: moment.nullish(),
  cache_key: z.string().nullish(),
  cache_expiration: moment.nullish(),
  deferred: z.boolean().nullish(),
  untrackable_result: z.boolean().optional(),
  pause_timeout: moment.nullish(),
  pause_reschedule: z.boolean().optional(),
  pause_key: z.string().nullish(),
  run_input_keyset: z.record(z.string(), z.string()).nullish(),
  refresh_cache: z.boolean().nullish(),
  retriable: z.boolean().nullish(),
  transition_id: uuid.nullish(),
  task_parameters_id: uuid.nullish(),
  traceparent: z.string().nullish(),
  deployment_concurrency_lease_id: uuid.nullish(),
});

export const stateCreate: z.ZodType<StateCreate> = z.strictObject({
  type: stateType,
  name: z.string().nullish(),
  message: z.string().nullish(),
  data: json.optional(),
  state_details: z.object(detailFields(storedTime)).optional(),
});

export const stateRecord: z.ZodType<StateRecord> = z.looseObject({
  id: uuid,
  type: stateType,
  name: z.string().nullable(),
  timestamp: time,
  message: z.string().nullable().default(null),
  data: json,
  state_details: z.looseObject(detailFields(time)),
});

export const setStateRequest: z.ZodType<SetStateRequest> = z.strictObject({
  state: stateCreate,
  force: z.boolean().optional(),
});

const reason = z.string().nullable().default(null);

export const orchestrationResult: z.ZodType<OrchestrationResult> = z.looseObject({
  state: stateRecord.nullable(),
  status: z.enum(["ACCEPT", "REJECT", "ABORT", "WAIT"]),
  details: z.discriminatedUnion("type", [
    z.looseObject({ type: z.literal("accept_details") }),
    z.looseObject({ type: z.literal("reject_details"), reason }),
    z.looseObject({ type: z.literal("abort_details"), reason }),
    z.looseObject({ type: z.literal("wait_details"), delay_seconds: z.number(), reason }),
  ]),
});

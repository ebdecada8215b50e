import { z } from "zod";
import type { Json, JsonObject } from "../../contracts/json.ts";
import type { StateType } from "../../contracts/state.ts";
import type { EmpiricalPolicy } from "../records/flow-run.ts";

/** Nothing is sent, or nothing that matters comes back. */
export const nothing: z.ZodType<undefined> = z.unknown().transform(() => undefined);

/** Any 128-bit id in the usual notation, whatever its version. */
export const uuid: z.ZodType<string> = z.guid();

/** An ISO 8601 time with zone, as sent. */
export const time: z.ZodType<string> = z.string().refine((text) => !Number.isNaN(Date.parse(text)), "Not a time");

/** A time as stored: UTC, milliseconds. */
export const storedTime: z.ZodType<string> = time.transform((text) => new Date(text).toISOString());

export const json: z.ZodType<Json> = z.unknown().transform((value) => (value ?? null) as Json);

export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>;

export const tags: z.ZodType<readonly string[]> = z.array(z.string());

export const stateType: z.ZodType<StateType> = z.enum([
  "SCHEDULED",
  "PENDING",
  "RUNNING",
  "COMPLETED",
  "FAILED",
  "CRASHED",
  "CANCELLING",
  "CANCELLED",
  "PAUSED",
]);

/** Names of pools, queues, flows and blocks: Prefect refuses what would break a path. */
export const nameWithoutSlash: z.ZodType<string> = z
  .string()
  .regex(/^[^/%&><]+$/, "String should match pattern '^[^/%&><]+$'");

const policyFields = {
  max_retries: z.number().optional(),
  retry_delay_seconds: z.number().optional(),
  retries: z.int().nullish(),
  retry_delay: z.union([z.int(), z.array(z.int())]).nullish(),
  pause_keys: z.array(z.string()).nullish(),
  resuming: z.boolean().nullish(),
  retry_type: z.enum(["in_process", "reschedule"]).nullish(),
};

export const empiricalPolicyCreate: z.ZodType<EmpiricalPolicy> = z.strictObject(policyFields);

export const empiricalPolicy: z.ZodType<EmpiricalPolicy> = z.looseObject(policyFields);

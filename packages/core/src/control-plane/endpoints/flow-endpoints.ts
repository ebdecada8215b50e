import { z } from "zod";
import type { FlowFilterRequest } from "../records/filters.ts";
import type { FlowCreate, FlowRecord } from "../records/flow.ts";
import { jsonObject, nameWithoutSlash, nothing, tags, time, uuid } from "./common-schemas.ts";
import type { Endpoint, None } from "./endpoint.ts";
import { flowFilterRequest } from "./filter-schemas.ts";

const flowCreate: z.ZodType<FlowCreate> = z.strictObject({
  name: nameWithoutSlash,
  tags: tags.optional(),
  labels: jsonObject.nullish(),
});

const flowRecord: z.ZodType<FlowRecord> = z.looseObject({
  id: uuid,
  created: time.nullable(),
  updated: time.nullable(),
  name: z.string(),
  tags,
  labels: jsonObject.nullish(),
});

export const createFlow: Endpoint<None, None, FlowCreate, FlowRecord> = {
  method: "POST",
  path: "/flows/",
  body: flowCreate,
  response: flowRecord,
  readOnly: false,
};

export const readFlow: Endpoint<{ readonly flowId: string }, None, undefined, FlowRecord> = {
  method: "GET",
  path: "/flows/{flowId}",
  body: nothing,
  response: flowRecord,
  readOnly: true,
};

export const readFlowByName: Endpoint<{ readonly name: string }, None, undefined, FlowRecord> = {
  method: "GET",
  path: "/flows/name/{name}",
  body: nothing,
  response: flowRecord,
  readOnly: true,
};

export const deleteFlow: Endpoint<{ readonly flowId: string }, None, undefined, undefined> = {
  method: "DELETE",
  path: "/flows/{flowId}",
  body: nothing,
  response: nothing,
  readOnly: false,
};

export const filterFlows: Endpoint<None, None, FlowFilterRequest, readonly FlowRecord[]> = {
  method: "POST",
  path: "/flows/filter",
  body: flowFilterRequest,
  response: z.array(flowRecord),
  readOnly: true,
};

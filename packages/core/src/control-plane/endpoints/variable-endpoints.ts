import { z } from "zod";
import type { VariableFilterRequest } from "../records/filters.ts";
import type { VariableCreate, VariableRecord, VariableUpdate } from "../records/variable.ts";
import { json, nothing, tags, time, uuid } from "./common-schemas.ts";
import type { Endpoint, None } from "./endpoint.ts";
import { anyId, flowTagsFilter, nameFilter, operator, page } from "./filter-schemas.ts";

const name = z
  .string()
  .max(255)
  .regex(
    /^[a-z0-9]+([_-]?[a-z0-9]+)*$/i,
    "Variable name must only contain lowercase letters, numbers, dashes and underscores.",
  );

const variableCreate: z.ZodType<VariableCreate> = z.strictObject({ name, value: json, tags: tags.optional() });

const variableUpdate: z.ZodType<VariableUpdate> = z.strictObject({
  name: name.optional(),
  value: json.optional(),
  tags: tags.optional(),
});

const variableRecord: z.ZodType<VariableRecord> = z.looseObject({
  id: uuid,
  created: time.nullable(),
  updated: time.nullable(),
  name: z.string(),
  value: json,
  tags,
});

interface VariablePath {
  readonly name: string;
}

export const createVariable: Endpoint<None, None, VariableCreate, VariableRecord> = {
  method: "POST",
  path: "/variables/",
  body: variableCreate,
  response: variableRecord,
  readOnly: false,
};

export const readVariable: Endpoint<VariablePath, None, undefined, VariableRecord> = {
  method: "GET",
  path: "/variables/name/{name}",
  body: nothing,
  response: variableRecord,
  readOnly: true,
};

export const updateVariable: Endpoint<VariablePath, None, VariableUpdate, undefined> = {
  method: "PATCH",
  path: "/variables/name/{name}",
  body: variableUpdate,
  response: nothing,
  readOnly: false,
};

export const deleteVariable: Endpoint<VariablePath, None, undefined, undefined> = {
  method: "DELETE",
  path: "/variables/name/{name}",
  body: nothing,
  response: nothing,
  readOnly: false,
};

export const filterVariables: Endpoint<None, None, VariableFilterRequest, readonly VariableRecord[]> = {
  method: "POST",
  path: "/variables/filter",
  body: z.strictObject({
    variables: z
      .strictObject({ operator, id: anyId.nullish(), name: nameFilter.nullish(), tags: flowTagsFilter.nullish() })
      .nullish(),
    sort: z.enum(["CREATED_DESC", "UPDATED_DESC", "NAME_ASC", "NAME_DESC"]).optional(),
    ...page,
  }),
  response: z.array(variableRecord),
  readOnly: true,
};

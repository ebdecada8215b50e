import { z } from "zod";
import type {
  BlockDocumentCreate,
  BlockDocumentRecord,
  BlockDocumentUpdate,
  BlockSchemaCreate,
  BlockSchemaRecord,
  BlockTypeCreate,
  BlockTypeRecord,
  BlockTypeUpdate,
} from "../records/block.ts";
import type {
  BlockDocumentFilterRequest,
  BlockSchemaFilterRequest,
  BlockTypeFilterRequest,
} from "../records/filters.ts";
import { jsonObject, nameWithoutSlash, nothing, tags, time, uuid } from "./common-schemas.ts";
import type { Endpoint, None } from "./endpoint.ts";
import { anyId, anyText, nameFilter, operator, page } from "./filter-schemas.ts";

const text = z.string().nullable();

const blockTypeDescription = {
  logo_url: z.string().nullish(),
  documentation_url: z.string().nullish(),
  description: z.string().nullish(),
  code_example: z.string().nullish(),
};

const blockTypeCreate: z.ZodType<BlockTypeCreate> = z.strictObject({
  name: nameWithoutSlash,
  slug: z.string().regex(/^[a-z0-9-]+$/),
  ...blockTypeDescription,
});

const blockTypeUpdate: z.ZodType<BlockTypeUpdate> = z.strictObject(blockTypeDescription);

const blockTypeRecord: z.ZodType<BlockTypeRecord> = z.looseObject({
  id: uuid,
  created: time.nullable(),
  updated: time.nullable(),
  name: z.string(),
  slug: z.string(),
  logo_url: text,
  documentation_url: text,
  description: text,
  code_example: text,
  is_protected: z.boolean(),
});

const blockSchemaCreate: z.ZodType<BlockSchemaCreate> = z.strictObject({
  block_type_id: uuid,
  fields: jsonObject.optional(),
  capabilities: tags.optional(),
  version: z.string().optional(),
});

const blockSchemaRecord: z.ZodType<BlockSchemaRecord> = z.looseObject({
  id: uuid,
  created: time.nullable(),
  updated: time.nullable(),
  checksum: z.string(),
  fields: jsonObject,
  block_type_id: uuid.nullable(),
  block_type: blockTypeRecord.nullish(),
  capabilities: tags,
  version: z.string(),
});

const blockDocumentCreate: z.ZodType<BlockDocumentCreate> = z.strictObject({
  name: nameWithoutSlash.nullish(),
  data: jsonObject.optional(),
  block_schema_id: uuid,
  block_type_id: uuid,
  is_anonymous: z.boolean().optional(),
});

const blockDocumentUpdate: z.ZodType<BlockDocumentUpdate> = z.strictObject({
  block_schema_id: uuid.nullish(),
  data: jsonObject,
  merge_existing_data: z.boolean().optional(),
});

const blockDocumentRecord: z.ZodType<BlockDocumentRecord> = z.looseObject({
  id: uuid,
  created: time.nullable(),
  updated: time.nullable(),
  name: text,
  data: jsonObject,
  block_schema_id: uuid,
  block_schema: blockSchemaRecord.nullish(),
  block_type_id: uuid,
  block_type_name: z.string().nullish(),
  block_type: blockTypeRecord.nullish(),
  block_document_references: jsonObject,
  is_anonymous: z.boolean(),
});

/** Whether secrets come as they are; in a query, as text. */
export interface SecretsQuery {
  readonly include_secrets?: string | undefined;
}

interface BlockDocumentPath {
  readonly blockDocumentId: string;
}

export const readBlockType: Endpoint<{ readonly slug: string }, None, undefined, BlockTypeRecord> = {
  method: "GET",
  path: "/block_types/slug/{slug}",
  body: nothing,
  response: blockTypeRecord,
  readOnly: true,
};

export const createBlockType: Endpoint<None, None, BlockTypeCreate, BlockTypeRecord> = {
  method: "POST",
  path: "/block_types/",
  body: blockTypeCreate,
  response: blockTypeRecord,
  readOnly: false,
};

interface BlockTypePath {
  readonly blockTypeId: string;
}

export const updateBlockType: Endpoint<BlockTypePath, None, BlockTypeUpdate, undefined> = {
  method: "PATCH",
  path: "/block_types/{blockTypeId}",
  body: blockTypeUpdate,
  response: nothing,
  readOnly: false,
};

export const deleteBlockType: Endpoint<BlockTypePath, None, undefined, undefined> = {
  method: "DELETE",
  path: "/block_types/{blockTypeId}",
  body: nothing,
  response: nothing,
  readOnly: false,
};

const blockTypeFilter: z.ZodType<BlockTypeFilterRequest["block_types"]> = z
  .strictObject({ name: z.strictObject({ like_: z.string().nullish() }).nullish(), slug: anyText.nullish() })
  .nullish();

export const filterBlockTypes: Endpoint<None, None, BlockTypeFilterRequest, readonly BlockTypeRecord[]> = {
  method: "POST",
  path: "/block_types/filter",
  body: z.strictObject({ block_types: blockTypeFilter, ...page }),
  response: z.array(blockTypeRecord),
  readOnly: true,
};

export const createBlockSchema: Endpoint<None, None, BlockSchemaCreate, BlockSchemaRecord> = {
  method: "POST",
  path: "/block_schemas/",
  body: blockSchemaCreate,
  response: blockSchemaRecord,
  readOnly: false,
};

export const readBlockSchemaByChecksum: Endpoint<{ readonly checksum: string }, None, undefined, BlockSchemaRecord> = {
  method: "GET",
  path: "/block_schemas/checksum/{checksum}",
  body: nothing,
  response: blockSchemaRecord,
  readOnly: true,
};

export const filterBlockSchemas: Endpoint<None, None, BlockSchemaFilterRequest, readonly BlockSchemaRecord[]> = {
  method: "POST",
  path: "/block_schemas/filter",
  body: z.strictObject({
    block_schemas: z
      .strictObject({
        operator,
        block_type_id: anyId.nullish(),
        block_capabilities: z.strictObject({ all_: tags.nullish() }).nullish(),
        id: anyId.nullish(),
        version: anyText.nullish(),
      })
      .nullish(),
    ...page,
  }),
  response: z.array(blockSchemaRecord),
  readOnly: true,
};

export const createBlockDocument: Endpoint<None, None, BlockDocumentCreate, BlockDocumentRecord> = {
  method: "POST",
  path: "/block_documents/",
  body: blockDocumentCreate,
  response: blockDocumentRecord,
  readOnly: false,
};

export const readBlockDocument: Endpoint<BlockDocumentPath, SecretsQuery, undefined, BlockDocumentRecord> = {
  method: "GET",
  path: "/block_documents/{blockDocumentId}",
  body: nothing,
  response: blockDocumentRecord,
  readOnly: true,
};

export const readBlockDocumentByName: Endpoint<
  { readonly slug: string; readonly name: string },
  SecretsQuery,
  undefined,
  BlockDocumentRecord
> = {
  method: "GET",
  path: "/block_types/slug/{slug}/block_documents/name/{name}",
  body: nothing,
  response: blockDocumentRecord,
  readOnly: true,
};

export const updateBlockDocument: Endpoint<BlockDocumentPath, None, BlockDocumentUpdate, undefined> = {
  method: "PATCH",
  path: "/block_documents/{blockDocumentId}",
  body: blockDocumentUpdate,
  response: nothing,
  readOnly: false,
};

export const deleteBlockDocument: Endpoint<BlockDocumentPath, None, undefined, undefined> = {
  method: "DELETE",
  path: "/block_documents/{blockDocumentId}",
  body: nothing,
  response: nothing,
  readOnly: false,
};

const blockDocumentSelection = {
  block_documents: z
    .strictObject({
      operator,
      id: anyId.nullish(),
      is_anonymous: z.strictObject({ eq_: z.boolean().nullish() }).nullish(),
      block_type_id: anyId.nullish(),
      name: nameFilter.nullish(),
    })
    .nullish(),
  block_types: blockTypeFilter,
};

export const filterBlockDocuments: Endpoint<None, None, BlockDocumentFilterRequest, readonly BlockDocumentRecord[]> = {
  method: "POST",
  path: "/block_documents/filter",
  body: z.strictObject({
    ...blockDocumentSelection,
    // Sent, unfilled, by Prefect's client.
    block_schema_type: z.null().optional(),
    include_secrets: z.boolean().optional(),
    sort: z.enum(["NAME_ASC", "NAME_DESC", "BLOCK_TYPE_AND_NAME_ASC"]).nullish(),
    ...page,
  }),
  response: z.array(blockDocumentRecord),
  readOnly: true,
};

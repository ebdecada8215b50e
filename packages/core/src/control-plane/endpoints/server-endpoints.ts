import { z } from "zod";
import { nothing, uuid } from "./common-schemas.ts";
import type { Endpoint, None } from "./endpoint.ts";

/** The block that keeps results where a run and its pool name none. */
export interface ServerStorage {
  readonly default_result_storage_block_id?: string | null | undefined;
}

const serverStorage: z.ZodType<ServerStorage> = z.looseObject({ default_result_storage_block_id: uuid.nullish() });

export const readHealth: Endpoint<None, None, undefined, boolean> = {
  method: "GET",
  path: "/health",
  body: nothing,
  response: z.boolean(),
  readOnly: true,
};

export const readReady: Endpoint<None, None, undefined, { readonly message: string }> = {
  method: "GET",
  path: "/ready",
  body: nothing,
  response: z.looseObject({ message: z.string() }),
  readOnly: true,
};

export const readServerVersion: Endpoint<None, None, undefined, string> = {
  method: "GET",
  path: "/admin/version",
  body: nothing,
  response: z.string(),
  readOnly: true,
};

export const readServerStorage: Endpoint<None, None, undefined, ServerStorage> = {
  method: "GET",
  path: "/admin/storage",
  body: nothing,
  response: serverStorage,
  readOnly: true,
};

export const updateServerStorage: Endpoint<None, None, ServerStorage, undefined> = {
  method: "PUT",
  path: "/admin/storage",
  body: z.strictObject({ default_result_storage_block_id: uuid }),
  response: nothing,
  readOnly: false,
};

export const clearServerStorage: Endpoint<None, None, undefined, undefined> = {
  method: "DELETE",
  path: "/admin/storage",
  body: nothing,
  response: nothing,
  readOnly: false,
};

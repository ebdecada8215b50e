import jsonPatch from "fast-json-patch";
import type { Json, JsonObject } from "prefect-core/provider";
import { invalidConfiguration } from "./invalid-configuration.ts";
import { isJsonObject } from "./json-object.ts";

/** One operation of RFC 6902. */
export type JsonPatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string }
  | { readonly op: "move" | "copy"; readonly from: string; readonly path: string };

/** A change of the Job: returns the new one, or says what to change in it. */
export type JobPatch = ((job: JsonObject) => JsonObject) | readonly JsonPatchOperation[];

/** The Job with the patch applied; the given one stays as it is. Throws `JobConfigurationError`. */
export function patchJob(job: JsonObject, patch: JobPatch): JsonObject {
  const copy = structuredClone(job);
  const patched: Json = typeof patch === "function" ? patch(copy) : applyOperations(copy, patch);
  if (!isJsonObject(patched)) throw invalidConfiguration("patch", "must give the changed Job as an object");
  return patched;
}

function applyOperations(job: JsonObject, operations: readonly JsonPatchOperation[]): JsonObject {
  try {
    return jsonPatch.applyPatch(job, operations as jsonPatch.Operation[], true).newDocument;
  } catch (error) {
    // The library appends the whole patch and document, with whatever environment they hold.
    const [reason] = (error as Error).message.split("\n");
    throw invalidConfiguration("patch", `cannot be applied: ${reason}`);
  }
}

import jsonPatch from "fast-json-patch";
import type { Json, JsonObject } from "../contracts/json.ts";
import { JobConfigurationError } from "../errors/job-configuration-error.ts";

/** One operation of RFC 6902. */
export type JsonPatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string }
  | { readonly op: "move" | "copy"; readonly from: string; readonly path: string };

/** A change of a platform's request: returns the new one, or says what to change in it. */
export type RequestPatch = ((request: JsonObject) => JsonObject) | readonly JsonPatchOperation[];

/**
 * The request with the patch applied; the given one stays as it is. `key` is where the patch stands in the options. Throws
 * `JobConfigurationError`.
 */
export function patchRequest(
  request: JsonObject,
  patch: RequestPatch,
  infrastructureType: string,
  key = "patch",
): JsonObject {
  const invalid = (reason: string): Error => new JobConfigurationError({ infrastructureType, key, reason });
  const copy = structuredClone(request);
  const patched: Json = typeof patch === "function" ? patch(copy) : applyOperations(copy, patch, invalid);
  if (typeof patched !== "object" || patched === null || Array.isArray(patched)) {
    throw invalid("must give the changed request as an object");
  }
  return patched;
}

function applyOperations(
  request: JsonObject,
  operations: readonly JsonPatchOperation[],
  invalid: (reason: string) => Error,
): JsonObject {
  try {
    return jsonPatch.applyPatch(request, operations as jsonPatch.Operation[], true).newDocument;
  } catch (error) {
    // The library appends the whole patch and document, with whatever environment they hold.
    const [reason] = (error as Error).message.split("\n");
    throw invalid(`cannot be applied: ${reason}`);
  }
}

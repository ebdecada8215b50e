import jsonPatch from "fast-json-patch";
import { isJsonObject, type Json, type JsonObject } from "prefect-core/provider";
import { invalidConfiguration } from "./invalid-configuration.ts";

/** One operation of RFC 6902. */
export type JsonPatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string }
  | { readonly op: "move" | "copy"; readonly from: string; readonly path: string };

/** A change of a request: returns the new one, or says what to change in it. */
export type RequestPatch = ((request: JsonObject) => JsonObject) | readonly JsonPatchOperation[];

/** Changes of the two requests that a run is started with, as the API writes them. */
export interface EcsPatch {
  /** Of `RegisterTaskDefinition`. */
  readonly taskDefinition?: RequestPatch;
  /** Of `RunTask`. */
  readonly runTask?: RequestPatch;
}

/** The request with its patch applied; the given one stays as it is. Throws `JobConfigurationError`. */
export function patchRequest(request: JsonObject, patches: EcsPatch, of: keyof EcsPatch): JsonObject {
  const patch = patches[of];
  if (patch === undefined) return request;
  const copy = structuredClone(request);
  const patched: Json = typeof patch === "function" ? patch(copy) : applyOperations(copy, patch, of);
  if (!isJsonObject(patched)) throw invalidConfiguration(`patch.${of}`, "must give the changed request as an object");
  return patched;
}

function applyOperations(request: JsonObject, operations: readonly JsonPatchOperation[], of: string): JsonObject {
  try {
    return jsonPatch.applyPatch(request, operations as jsonPatch.Operation[], true).newDocument;
  } catch (error) {
    // The library appends the whole patch and document, with whatever environment they hold.
    const [reason] = (error as Error).message.split("\n");
    throw invalidConfiguration(`patch.${of}`, `cannot be applied: ${reason}`);
  }
}

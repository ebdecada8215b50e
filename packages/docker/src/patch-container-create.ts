import jsonPatch from "fast-json-patch";
import type { Json, JsonObject } from "prefect-core/provider";
import { invalidConfiguration } from "./invalid-configuration.ts";

/** One operation of RFC 6902. */
export type JsonPatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string }
  | { readonly op: "move" | "copy"; readonly from: string; readonly path: string };

/** A change of the request's body: returns the new one, or says what to change in it. */
export type ContainerCreatePatch = ((body: JsonObject) => JsonObject) | readonly JsonPatchOperation[];

/** The body with the patch applied; the given one stays as it is. Throws `JobConfigurationError`. */
export function patchContainerCreate(body: JsonObject, patch: ContainerCreatePatch): JsonObject {
  const copy = structuredClone(body);
  const patched = typeof patch === "function" ? patch(copy) : applyOperations(copy, patch);
  if (typeof patched !== "object" || patched === null || Array.isArray(patched)) {
    throw invalidConfiguration("patch", "must give the changed request as an object");
  }
  return patched;
}

function applyOperations(body: JsonObject, operations: readonly JsonPatchOperation[]): JsonObject {
  try {
    return jsonPatch.applyPatch(body, operations as jsonPatch.Operation[], true).newDocument;
  } catch (error) {
    // The library appends the whole patch and document, with whatever environment they hold.
    const [reason] = (error as Error).message.split("\n");
    throw invalidConfiguration("patch", `cannot be applied: ${reason}`);
  }
}

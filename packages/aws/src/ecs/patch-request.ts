import { patchRequest as applyPatch, type JsonObject, type RequestPatch } from "prefect-core/provider";

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
  return patch === undefined ? request : applyPatch(request, patch, "ecs", `patch.${of}`);
}

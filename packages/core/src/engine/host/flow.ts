import { createFlowFunction, type CreateFlow } from "../create-flow.ts";
import type { FlowRuntime } from "../flow-runtime.ts";

let runtime: Promise<FlowRuntime> | undefined;

/** The control plane is loaded when the first flow is called, so that defining flows costs nothing. */
function loadHostRuntime(): Promise<FlowRuntime> {
  return (runtime ??= import("./host-runtime.ts").then(({ createHostRuntime }) => createHostRuntime()));
}

/** Makes a flow of a function. */
export const flow: CreateFlow = createFlowFunction(loadHostRuntime);

import { createFlowFunction, type CreateFlow } from "../create-flow.ts";
import { currentRuntime } from "./current-runtime.ts";
import { rememberFlow } from "./made-flows.ts";

/** Makes a flow of a function, as `flow` of `prefect-core` does. */
export const flow: CreateFlow = createFlowFunction(currentRuntime, rememberFlow);

export { bound } from "../bound.ts";
export { getRunContext } from "../active-run.ts";
export { pauseFlowRun } from "../pause-flow-run.ts";
export { getRunLogger } from "../run-logger.ts";
export { captured } from "./captured.ts";
export { defineBlock, LocalFileSystem, Secret } from "./detached-block.ts";
export { createDetachedDecorator, localProcess } from "./local-process.ts";
export { runChild } from "./run-child.ts";
export { secret } from "../../settings/secret.ts";
export { encode } from "../../serialization/encode-symbol.ts";
export { registerType } from "../../serialization/register-type.ts";
export { registerSerializer } from "../../serialization/serializer-registry.ts";
export * from "../../errors/public-errors.ts";

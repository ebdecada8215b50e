import { createFlowFunction, type CreateFlow } from "../create-flow.ts";
import { currentRuntime } from "./current-runtime.ts";

/** Makes a flow of a function, as `flow` of `prefect-core` does. */
export const flow: CreateFlow = createFlowFunction(currentRuntime);

export { getRunContext } from "../active-run.ts";
export { getRunLogger } from "../run-logger.ts";
export { localProcess } from "./local-process.ts";
export { runChild } from "./run-child.ts";
export { encode } from "../../serialization/encode-symbol.ts";
export { registerType } from "../../serialization/register-type.ts";
export { FlowCalledWhileLoadingError } from "../../errors/flow-called-while-loading-error.ts";
export { FlowDefinitionError } from "../../errors/flow-definition-error.ts";
export { FlowOptionError } from "../../errors/flow-option-error.ts";
export { FlowParametersError } from "../../errors/flow-parameters-error.ts";
export { FlowRunCancelledError } from "../../errors/flow-run-cancelled-error.ts";
export { FlowRunNotStartedError } from "../../errors/flow-run-not-started-error.ts";
export { FlowRunTimeoutError } from "../../errors/flow-run-timeout-error.ts";
export { MissingRunContextError } from "../../errors/missing-run-context-error.ts";
export { NestedRemoteFlowError } from "../../errors/nested-remote-flow-error.ts";
export { PrefectError } from "../../errors/prefect-error.ts";

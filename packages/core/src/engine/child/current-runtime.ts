import { FlowCalledWhileLoadingError } from "../../errors/flow-called-while-loading-error.ts";
import type { FlowRuntime } from "../flow-runtime.ts";

/** Refuses every flow: what top-level code of a bundle calls was called by the submitter already. */
const loadingRuntime: FlowRuntime = {
  beginRun: ({ definition }) => Promise.reject(new FlowCalledWhileLoadingError({ flowName: definition.name })),
};

let current = loadingRuntime;

/** Where flows of this process run: nowhere until the bundle is loaded. */
export function currentRuntime(): FlowRuntime {
  return current;
}

/** Whether the bundle's code has not run to its end yet. */
export function isLoading(): boolean {
  return current === loadingRuntime;
}

export function startRuntime(runtime: FlowRuntime): void {
  current = runtime;
}

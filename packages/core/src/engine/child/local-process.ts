import { FlowCalledWhileLoadingError } from "../../errors/flow-called-while-loading-error.ts";
import { NestedRemoteFlowError } from "../../errors/nested-remote-flow-error.ts";
import type { AnyFunction, Flow, FlowBrand } from "../../contracts/flow.ts";
import { isDecoratedMethod, type MethodContext } from "../../contracts/flow-method.ts";
import { isLoading } from "./current-runtime.ts";

/** What a decorator such as `localProcess` is inside a bundle: it loads nothing and launches nothing. */
export type DetachedDecorator = (options?: unknown) => (flow: FlowBrand, context?: MethodContext) => AnyFunction;

/**
 * A decorator for code that runs remotely already. The flow's definition and `local` work; whatever would start a run
 * on the platform throws `NestedRemoteFlowError`, or `FlowCalledWhileLoadingError` while the bundle is loaded.
 */
export function createDetachedDecorator(platform: string): DetachedDecorator {
  const bind = (flow: FlowBrand): AnyFunction => detach(flow as Flow<AnyFunction>, platform);
  return () => (flow, context) =>
    context !== undefined && isDecoratedMethod(flow) ? flow["~method"].bind(bind, context) : bind(flow);
}

/** The `localProcess` of a bundle. */
export const localProcess: DetachedDecorator = createDetachedDecorator("process");

function detach(flow: Flow<AnyFunction>, platform: string): AnyFunction & FlowBrand {
  const definition = flow["~flow"];
  const refuse = (): never => {
    if (isLoading()) throw new FlowCalledWhileLoadingError({ flowName: definition.name });
    throw new NestedRemoteFlowError({ flowName: definition.name, platform });
  };
  const refuseLater = async (): Promise<never> => refuse();
  const bound = async (): Promise<never> => refuse();
  return Object.assign(bound, {
    "~flow": definition,
    local: flow,
    submit: refuseLater,
    submitToWorkPool: refuseLater,
    plan: refuseLater,
    retry: refuseLater,
    map: refuse,
    attach: refuse,
    with: () => detach(flow, platform),
    withOptions: (changes: { readonly flow?: Parameters<Flow<AnyFunction>["withOptions"]>[0] }) =>
      detach(changes.flow === undefined ? flow : flow.withOptions(changes.flow), platform),
  });
}

import type { AnyFunction, Flow, FlowBrand } from "../../contracts/flow.ts";
import { isDecoratedMethod, type MethodContext } from "../../contracts/flow-method.ts";
import { FlowCalledWhileLoadingError } from "../../errors/flow-called-while-loading-error.ts";
import { NestedRemoteFlowError } from "../../errors/nested-remote-flow-error.ts";
import { isLoading } from "./current-runtime.ts";
import { findSubmitter, type Bound } from "./nested-submitters.ts";

/** What a decorator such as `localProcess` is inside a bundle: it loads nothing until a flow is called. */
export type DetachedDecorator = (options?: unknown) => (flow: FlowBrand, context?: MethodContext) => AnyFunction;

/**
 * A decorator for code that runs remotely already. What it binds is submitted from there by what the run brought along
 * for the plugin: `FlowCalledWhileLoadingError` while the bundle is loaded, `NestedRemoteFlowError` where the run brought
 * nothing. The flow's definition and `local` always work.
 *
 * @param platform the type of work pools
 * @param plugin the package that can submit to it from within a run; default: none can
 */
export function createDetachedDecorator(platform: string, plugin: string | null = null): DetachedDecorator {
  return (options = {}) => {
    const bind = (flow: FlowBrand): AnyFunction =>
      bindLater(flow as Flow<AnyFunction>, (name) => {
        if (isLoading()) throw new FlowCalledWhileLoadingError({ flowName: name });
        const submitter = plugin === null ? null : findSubmitter(plugin);
        if (submitter === null) throw new NestedRemoteFlowError({ flowName: name, platform });
        return submitter.bind(flow, platform, options as object);
      });
    return (flow, context) =>
      context !== undefined && isDecoratedMethod(flow) ? flow["~method"].bind(bind, context) : bind(flow);
  };
}

/** The `localProcess` of a bundle. */
export const localProcess: DetachedDecorator = createDetachedDecorator("process", "prefect-core");

function bindLater(flow: Flow<AnyFunction>, bind: (flowName: string) => Bound): AnyFunction & FlowBrand {
  const definition = flow["~flow"];
  let bound: Bound | null = null;
  const now = (): Bound => (bound ??= bind(definition.name));
  const asynchronous =
    (method: "submit" | "submitToWorkPool" | "plan" | "retry") =>
    async (...args: unknown[]): Promise<unknown> =>
      await now()[method](...args);
  return Object.assign(async (...args: unknown[]): Promise<unknown> => await now()(...args), {
    "~flow": definition,
    local: flow,
    submit: asynchronous("submit"),
    submitToWorkPool: asynchronous("submitToWorkPool"),
    plan: asynchronous("plan"),
    retry: asynchronous("retry"),
    map: (...args: unknown[]) => now().map(...args),
    attach: (...args: unknown[]) => now().attach(...args),
    with: (...args: unknown[]) => bindLater(flow, () => now().with(...args)),
    withOptions: (...args: unknown[]) => bindLater(flow, () => now().withOptions(...args)),
  });
}

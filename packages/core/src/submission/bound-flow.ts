import type { BoundFlow, BoundFlowChanges } from "../contracts/bound-flow.ts";
import type { AnyFunction, Flow, FlowBrand } from "../contracts/flow.ts";
import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { FlowRunReference } from "../contracts/flow-run.ts";
import type { MapOptions } from "../contracts/map-run.ts";
import type { RunOptions } from "../contracts/run-options.ts";
import type { Binding } from "./binding.ts";
import { rememberPool } from "./nested/bound-pools.ts";
import { attachFlow } from "./attach-flow.ts";
import { captureCallSite, withCallSite } from "./call-site.ts";
import { mergeInfrastructureOptions } from "./merge-options.ts";
import { withSignal } from "./with-signal.ts";
import { mapFlow, type RunMappedItem } from "./map-flow.ts";

/** All that launches is loaded by the first call, so that importing and binding flows stays cheap. */
const loadCallFlow = () => import("./call-flow.ts");

/** Binds a flow to infrastructure. @param pack gives what is sent of it. Default: it is built from its source */
export function bindFlow<Options extends CommonInfrastructureOptions>(
  flow: FlowBrand,
  infrastructure: InfrastructureType<Options, unknown>,
  options: Options,
  pack?: Binding["pack"],
): BoundFlow<AnyFunction, Options> {
  rememberPool(infrastructure, options);
  return createBoundFlow(flow as Flow<AnyFunction>, infrastructure, options, {}, pack);
}

function createBoundFlow<Options extends CommonInfrastructureOptions>(
  flow: Flow<AnyFunction>,
  infrastructure: InfrastructureType<Options, unknown>,
  options: Options,
  run: RunOptions,
  pack: Binding["pack"],
): BoundFlow<AnyFunction, Options> {
  const binding = { flow: flow["~flow"], infrastructure, options, run, ...(pack === undefined ? {} : { pack }) };

  function map(items: Iterable<unknown> | AsyncIterable<unknown>, second?: unknown, third?: MapOptions) {
    const toArguments =
      typeof second === "function"
        ? (second as (item: unknown, index: number) => readonly unknown[])
        : (item: unknown) => [item];
    const mapOptions = typeof second === "function" ? third : (second as MapOptions | undefined);
    const runItem: RunMappedItem<unknown, unknown> = async (item, index, { signal, onStart }) =>
      await (await loadCallFlow()).callFlow(withSignal(binding, signal), toArguments(item, index), onStart);
    return mapFlow(items, runItem, mapOptions);
  }

  const call = async (...args: unknown[]): Promise<unknown> =>
    await withCallSite(captureCallSite(call), async () => await (await loadCallFlow()).callFlow(binding, args));
  Object.defineProperty(call, "name", { get: () => flow["~flow"].name, configurable: true });
  return Object.assign(call, {
    local: flow,
    submit: async (...args: unknown[]) => await (await loadCallFlow()).submitFlow(binding, args),
    submitToWorkPool: async (...args: unknown[]) =>
      await (await import("./submit-to-work-pool.ts")).submitToWorkPool(binding, args),
    plan: async (...args: unknown[]) => await (await import("./plan-flow.ts")).planFlow(binding, args),
    retry: async (earlier: string | FlowRunReference) =>
      await (await import("./retry-run.ts")).retryFlow(binding, earlier),
    attach: (earlier: string | FlowRunReference) => attachFlow(binding, earlier),
    map,
    with: (more: RunOptions) => createBoundFlow(flow, infrastructure, options, { ...run, ...more }, pack),
    withOptions: (changes: BoundFlowChanges<Options>) =>
      createBoundFlow(
        changes.flow === undefined ? flow : flow.withOptions(changes.flow),
        infrastructure,
        mergeInfrastructureOptions(infrastructure, options, changes.infrastructure),
        run,
        pack,
      ),
  }) as unknown as BoundFlow<AnyFunction, Options>;
}

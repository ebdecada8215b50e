import type { BoundFlow } from "../contracts/bound-flow.ts";
import type { AnyFunction, FlowBrand } from "../contracts/flow.ts";
import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";

/** Makes the callable that a decorator returns. It does nothing yet: what a call needs is loaded by the first call. */
export type FlowBinder = <Options extends CommonInfrastructureOptions>(
  flow: FlowBrand,
  infrastructure: InfrastructureType<Options, unknown>,
  options: Options,
) => BoundFlow<AnyFunction, Options>;

let installed: FlowBinder | null = null;

/**
 * Decorators describe infrastructure and lie below submission, which makes calls run there. The package's entry
 * therefore installs submission's binder here, before any decorator can be applied.
 */
export function installFlowBinder(binder: FlowBinder): void {
  installed = binder;
}

/** The installed binder. Its absence is a defect of an entry, not of what a user wrote. */
export function flowBinder(): FlowBinder {
  if (installed === null) throw new Error('No flow binder is installed: import "prefect-core" before binding a flow.');
  return installed;
}

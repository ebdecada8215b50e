import type { DecoratorOptions, InfrastructureDecorator } from "../contracts/bound-flow.ts";
import type { AnyFunction, FlowBrand } from "../contracts/flow.ts";
import { isDecoratedMethod, isMethodContext } from "../contracts/flow-method.ts";
import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import { decoratorOrderError, legacyDecoratorError } from "../errors/flow-decorator-error.ts";
import { NotAFlowError } from "../errors/not-a-flow-error.ts";
import { flowBinder } from "./flow-binder.ts";
import { checkInfrastructureOptions } from "./infrastructure-options.ts";

/**
 * The decorator of a kind of infrastructure: `docker({ workPool: "w" })(flow(fn))`. Options are checked where it is
 * called (`InfrastructureOptionError`), its target where it is applied (`NotAFlowError`).
 */
export function defineInfrastructure<Options extends CommonInfrastructureOptions, Configuration>(
  type: InfrastructureType<Options, Configuration>,
): (options?: DecoratorOptions<Options>) => InfrastructureDecorator<Options> {
  // Submission hands a type's own configuration back to it, and never looks inside.
  const erased = type as unknown as InfrastructureType<Options, unknown>;
  return (options = {} as DecoratorOptions<Options>) => {
    checkInfrastructureOptions(type.type, options, type.optionNames, type.secretSources);
    const bind = (flow: FlowBrand): AnyFunction => flowBinder()(flow, erased, options);
    const decorator = (flow: unknown, context?: unknown): unknown => {
      if (context !== undefined) return bindMethod(type.type, flow, context, bind);
      if (!isFlow(flow)) throw new NotAFlowError({ infrastructureType: type.type, received: describe(flow) });
      return bind(flow);
    };
    return decorator as InfrastructureDecorator<Options>;
  };
}

function bindMethod(
  infrastructureType: string,
  method: unknown,
  context: unknown,
  bind: (flow: FlowBrand) => AnyFunction,
): unknown {
  if (typeof context === "string" || typeof context === "symbol") {
    throw legacyDecoratorError(`The decorator of '${infrastructureType}' infrastructure`, context);
  }
  if (!isMethodContext(context)) throw decoratorOrderError(infrastructureType, describe(method));
  if (!isDecoratedMethod(method) || method["~method"].isBound) {
    throw decoratorOrderError(infrastructureType, `the ${context.kind} '${String(context.name)}'`);
  }
  return method["~method"].bind(bind, context);
}

function isFlow(value: unknown): value is FlowBrand {
  return typeof value === "function" && "~flow" in value;
}

function describe(value: unknown): string {
  if (typeof value === "function") return `the plain function '${value.name || "anonymous"}'`;
  return value === null ? "null" : `a value of type ${typeof value}`;
}

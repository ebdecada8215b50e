import type { DecoratorOptions, InfrastructureDecorator } from "../contracts/bound-flow.ts";
import type { FlowBrand } from "../contracts/flow.ts";
import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
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
    const decorator = (flow: unknown, context?: unknown): unknown => {
      if (typeof context === "string" || typeof context === "symbol") {
        throw new NotAFlowError({
          infrastructureType: type.type,
          received: "a member of a class by `experimentalDecorators`, which cannot replace it",
        });
      }
      if (!isFlow(flow)) throw new NotAFlowError({ infrastructureType: type.type, received: describe(flow) });
      return flowBinder()(flow, erased, options);
    };
    return decorator as InfrastructureDecorator<Options>;
  };
}

function isFlow(value: unknown): value is FlowBrand {
  return typeof value === "function" && "~flow" in value;
}

function describe(value: unknown): string {
  if (typeof value === "function") return `the plain function '${value.name || "anonymous"}'`;
  return value === null ? "null" : `a value of type ${typeof value}`;
}

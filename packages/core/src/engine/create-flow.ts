import type { StandardSchemaV1 } from "@standard-schema/spec";
import { inspect } from "node:util";
import type { AnyFunction, Flow, FlowDefinition, FlowOptions, FlowOptionsWithParameters } from "../contracts/flow.ts";
import type { MethodDecoratorOf } from "../contracts/flow-method.ts";
import { FlowDefinitionError } from "../errors/flow-definition-error.ts";
import { bindArguments } from "./bind-arguments.ts";
import { methodName } from "./decorate-method.ts";
import { captureDefinitionSite } from "./definition-site.ts";
import { registerSerializer } from "../serialization/serializer-registry.ts";
import { createFlowDecorator, refuseBareDecorator } from "./flow-decorator.ts";
import { validateFlowOptions } from "./flow-options.ts";
import type { FlowRuntime } from "./flow-runtime.ts";
import { nameFromSite } from "./name-from-source.ts";
import { declaredParameters } from "./parameter-names.ts";
import { runFlow } from "./run-flow.ts";

/** Makes flows of functions. */
export interface CreateFlow {
  /**
   * Makes a flow of a function: calling it runs the function here, as a run that the control plane knows. Throws
   * `FlowOptionError` for an option that cannot be.
   */
  <F extends AnyFunction>(fn: F): Flow<F>;
  <F extends AnyFunction>(options: FlowOptions & { readonly parameters?: never }, fn: F): Flow<F>;
  /** A flow of one object parameter that the schema describes; its keys are the run's parameters. */
  <Schema extends StandardSchemaV1, R>(
    options: FlowOptionsWithParameters<Schema>,
    fn: (input: StandardSchemaV1.InferOutput<Schema>) => R,
  ): Flow<(input: StandardSchemaV1.InferInput<Schema>) => Promise<Awaited<R>>>;
  /**
   * Makes flows of methods, as a standard decorator: `@flow() static async run() {}`. `bound()` gives the handle of one
   * that an infrastructure's decorator above it binds. Throws `FlowDecoratorError` where it decorates something else.
   */
  (options?: FlowOptions & { readonly parameters?: StandardSchemaV1 }): MethodDecoratorOf;
}

type Options = FlowDefinition["options"];

/**
 * The `flow` function for one place where flows run.
 *
 * @param loadRuntime is asked when a flow is called, not before
 * @param onMade is given every flow that the function makes
 */
export function createFlowFunction(
  loadRuntime: () => FlowRuntime | Promise<FlowRuntime>,
  onMade: (flow: Flow<AnyFunction>) => Flow<AnyFunction> = (flow) => flow,
): CreateFlow {
  function flow(...given: readonly [(Options | AnyFunction)?, AnyFunction?]): unknown {
    const [first, second] = given;
    refuseBareDecorator(given);
    const isDecorator = given.length === 0 || (given.length === 1 && typeof first === "object");
    const [options, fn] = typeof first === "function" ? [{}, first] : [given.length === 0 ? {} : first, second];
    if ((typeof fn !== "function" && !isDecorator) || typeof options !== "object" || options === null) {
      throw new FlowDefinitionError({ received: inspect(second ?? first, { depth: 0 }) });
    }
    validateFlowOptions(options);
    if (typeof options.resultSerializer === "object") registerSerializer(options.resultSerializer);
    const site = captureDefinitionSite(flow);
    if (typeof fn === "function") return onMade(toFlow(defineFlow(options, fn, site), loadRuntime));
    return createFlowDecorator((method, context) => {
      const named = { ...options, name: options.name ?? methodName(context) };
      const definition = defineFlow(named, method, site);
      return (receiver, isOwner) => toFlow(ofReceiver(definition, receiver, isOwner), loadRuntime);
    });
  }
  return flow as CreateFlow;
}

/** The definition with the function called on the receiver. */
function ofReceiver(definition: FlowDefinition, receiver: object, isOwner: boolean): FlowDefinition {
  const { fn } = definition;
  const call = (...args: never[]): unknown => Reflect.apply(fn, receiver, args);
  return { ...definition, fn: call, method: { fn, receiver, isOwner } };
}

function defineFlow(options: Options, fn: AnyFunction, site: FlowDefinition["site"]): FlowDefinition {
  let name = options.name ?? (fn.name || undefined);
  const { names, hasRest } = declaredParameters(fn);
  return {
    // Finding the name of a variable reads a file, which defining a flow must not.
    get name() {
      return (name ??= nameFromSite(site));
    },
    fn,
    options,
    changes: {},
    parameterNames: names,
    hasRestParameter: hasRest,
    site,
  };
}

function toFlow(definition: FlowDefinition, loadRuntime: () => FlowRuntime | Promise<FlowRuntime>): Flow<AnyFunction> {
  const run = async (...args: unknown[]): Promise<unknown> =>
    await runFlow(await loadRuntime(), definition, bindArguments(definition, args));
  const withOptions = (changes: FlowOptions): Flow<AnyFunction> => {
    validateFlowOptions(changes);
    if (typeof changes.resultSerializer === "object") registerSerializer(changes.resultSerializer);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    return toFlow(changed(definition, Object.fromEntries(given)), loadRuntime);
  };
  Object.defineProperty(run, "name", { get: () => definition.name, configurable: true });
  return Object.assign(run as AnyFunction, {
    "~flow": definition,
    fn: definition.fn,
    withOptions,
  }) as Flow<AnyFunction>;
}

/** The same definition with other options; its site is still where the flow was first defined. */
function changed(definition: FlowDefinition, changes: FlowOptions): FlowDefinition {
  const { fn, method, parameterNames, hasRestParameter, site } = definition;
  const options: Options = { ...definition.options, ...changes };
  return {
    get name() {
      return options.name ?? definition.name;
    },
    fn,
    ...(method && { method }),
    options,
    changes: { ...definition.changes, ...changes },
    parameterNames,
    hasRestParameter,
    site,
  };
}

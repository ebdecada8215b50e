import { FlowParametersError } from "../errors/flow-parameters-error.ts";
import type { FlowDefinition, NamedParameters } from "../contracts/flow.ts";

/**
 * Arguments as parameters by name. Arguments beyond the declared parameters are dropped, as a JavaScript function
 * does, and one that is not given is absent, so that its default applies where the flow runs. Pure.
 */
export function bindArguments(definition: FlowDefinition, args: readonly unknown[]): NamedParameters {
  if (definition.options.parameters !== undefined) return bindObject(definition, args[0]);
  const { parameterNames, hasRestParameter } = definition;
  const positional = hasRestParameter ? parameterNames.slice(0, -1) : parameterNames;
  const named = positional.slice(0, args.length).map((name, index): [string, unknown] => [name, args[index]]);
  const rest = hasRestParameter ? parameterNames.at(-1) : undefined;
  if (rest !== undefined) named.push([rest, args.slice(positional.length)]);
  return Object.fromEntries(named);
}

/** The arguments that `bindArguments` gave names to. Pure. */
export function unbindArguments(definition: FlowDefinition, parameters: NamedParameters): readonly unknown[] {
  if (definition.options.parameters !== undefined) return [parameters];
  const { parameterNames, hasRestParameter } = definition;
  const positional = hasRestParameter ? parameterNames.slice(0, -1) : parameterNames;
  const given = positional.findLastIndex((name) => Object.hasOwn(parameters, name)) + 1;
  const args = positional.slice(0, given).map((name) => parameters[name]);
  const rest = hasRestParameter ? parameters[parameterNames.at(-1) ?? ""] : undefined;
  if (!Array.isArray(rest) || rest.length === 0) return args;
  const missing = Array.from<undefined>({ length: positional.length - given });
  return [...args, ...missing, ...(rest as unknown[])];
}

function bindObject(definition: FlowDefinition, input: unknown): NamedParameters {
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return { ...input };
  throw new FlowParametersError({
    flowName: definition.name,
    issues: [{ path: "", message: `expected one object with the parameters, got ${describeKind(input)}` }],
  });
}

function describeKind(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}

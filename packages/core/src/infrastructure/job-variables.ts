import type { BaseJobTemplate } from "../contracts/infrastructure-type.ts";
import { isJsonObject, type Json, type JsonObject } from "../contracts/json.ts";
import { didYouMean } from "../errors/closest-name.ts";
import { JobVariableError } from "../errors/job-variable-error.ts";
import { mergeDeep } from "./json-object.ts";

/** The variables that a template declares, each with its JSON schema. */
export function declaredVariables(template: BaseJobTemplate): JsonObject {
  const properties = template.variables["properties"];
  return isJsonObject(properties) ? properties : {};
}

/** The defaults of a template's variables; `null` is none. */
export function variableDefaults(template: BaseJobTemplate): JsonObject {
  const defaults = Object.entries(declaredVariables(template)).map(
    ([name, schema]) => [name, isJsonObject(schema) ? schema["default"] : undefined] as const,
  );
  return Object.fromEntries(defaults.filter(([, value]) => value !== undefined && value !== null));
}

/** Later layers replace earlier ones, save that `env` is merged variable by variable. */
export function mergeJobVariables(...layers: readonly JsonObject[]): JsonObject {
  return layers.reduce<JsonObject>((merged, layer) => {
    const { env } = merged;
    const bothHaveEnv = isJsonObject(env) && isJsonObject(layer["env"]);
    return { ...merged, ...layer, ...(bothHaveEnv ? { env: { ...env, ...(layer["env"] as JsonObject) } } : {}) };
  }, {});
}

/** Given variables of some names, put onto what the template has as their defaults: a list behind it, an object over it. */
export function accumulateVariables(
  names: readonly string[],
  given: JsonObject,
  template: BaseJobTemplate,
): JsonObject {
  const defaults = variableDefaults(template);
  const accumulated = names.flatMap((name): [string, Json][] => {
    const [under, over] = [defaults[name], given[name]];
    if (Array.isArray(under) && Array.isArray(over)) return [[name, [...new Set([...under, ...over])]]];
    return isJsonObject(under) && isJsonObject(over) ? [[name, { ...under, ...over }]] : [];
  });
  return { ...given, ...Object.fromEntries(accumulated) };
}

/**
 * Dotted names such as `env.LEVEL` as nested objects; what is given under a plain name is merged over them. Throws
 * `JobVariableError` where a dotted name leads through something that is no object.
 */
export function expandDottedNames(jobVariables: JsonObject): JsonObject {
  const entries = Object.entries(jobVariables).filter(([, value]) => value !== undefined);
  const nested = entries
    .filter(([name]) => name.includes("."))
    .reduce<JsonObject>((merged, [name, value]) => setAtPath(merged, name.split("."), value, name), {});
  return mergeDeep(nested, Object.fromEntries(entries.filter(([name]) => !name.includes("."))));
}

function setAtPath(root: JsonObject, path: readonly string[], value: Json | undefined, variable: string): JsonObject {
  const [key = "", ...rest] = path;
  if (key === "") throw new JobVariableError({ variable, reason: "a part of its dotted name is empty" });
  if (rest.length === 0) return { ...root, [key]: value };
  const below = Object.hasOwn(root, key) ? root[key] : {};
  if (!isJsonObject(below)) {
    throw new JobVariableError({ variable, reason: `another job variable gives '${key}' a value that is no object` });
  }
  return { ...root, [key]: setAtPath(below, rest, value, variable) };
}

/** One line for each job variable that the template does not declare, and that therefore has no effect. */
export function describeUnknownVariables(
  jobVariables: JsonObject,
  template: BaseJobTemplate,
  place: string,
): readonly string[] {
  const declared = Object.keys(declaredVariables(template));
  return Object.keys(jobVariables)
    .filter((name) => !declared.includes(name))
    .map(
      (name) =>
        `The base job template of ${place} declares no variable '${name}', so it has no effect.` +
        didYouMean(name, declared),
    );
}

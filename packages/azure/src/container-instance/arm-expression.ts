import { isJsonObject, type Json, type JsonObject } from "prefect-core/provider";
import { invalidConfiguration } from "./invalid-configuration.ts";

/** What the expressions of a template are about. */
export interface ArmScope {
  /** Values given for parameters; others have their `defaultValue`. */
  readonly parameters: Readonly<Record<string, Json>>;
  /** The `parameters` of the template. */
  readonly declarations: JsonObject;
  readonly resourceGroup: { readonly id: string; readonly name: string; readonly location: string };
}

/**
 * A value of an ARM template with its expressions evaluated: `[parameters('NAME')]`, `[resourceGroup().location]`,
 * `.id` and `.name`. Throws `JobConfigurationError` naming any other, and where it is. Pure.
 */
export function evaluateArmValue(value: Json, scope: ArmScope, path: string): Json {
  if (typeof value === "string") return evaluateText(value, scope, path);
  if (Array.isArray(value)) {
    return value.map((item: Json, index) => evaluateArmValue(item, scope, `${path}[${index}]`));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, evaluateArmValue(item ?? null, scope, `${path}.${key}`)]),
  );
}

function evaluateText(text: string, scope: ArmScope, path: string): Json {
  // A text that begins with a bracket is written with two.
  if (text.startsWith("[[")) return text.slice(1);
  if (!text.startsWith("[") || !text.endsWith("]")) return text;
  const expression = text.slice(1, -1).trim();
  const parameter = /^parameters\(\s*'([^']+)'\s*\)$/i.exec(expression)?.[1];
  if (parameter !== undefined) return evaluateParameter(parameter, scope, path);
  const property = /^resourceGroup\(\)\.(location|id|name)$/i.exec(expression)?.[1]?.toLowerCase();
  if (property !== undefined) return scope.resourceGroup[property as keyof ArmScope["resourceGroup"]];
  throw invalidConfiguration(
    path,
    `holds the expression '${text}', which is not understood: parameters(...), resourceGroup().location, .id and .name are`,
  );
}

function evaluateParameter(name: string, scope: ArmScope, path: string): Json {
  const given = scope.parameters[name];
  if (given !== undefined) return given;
  const declaration = scope.declarations[name];
  if (!isJsonObject(declaration))
    throw invalidConfiguration(path, `names the parameter '${name}', which is not declared`);
  const { defaultValue } = declaration;
  if (defaultValue === undefined) {
    throw invalidConfiguration(`arm_template.parameters.${name}`, "has no defaultValue, and nothing else gives it one");
  }
  // A default may not refer to other parameters in a circle.
  const others = Object.fromEntries(Object.entries(scope.declarations).filter(([other]) => other !== name));
  const at = `arm_template.parameters.${name}.defaultValue`;
  return evaluateArmValue(defaultValue, { ...scope, declarations: others }, at);
}

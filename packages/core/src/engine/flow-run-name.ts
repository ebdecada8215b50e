import { inspect } from "node:util";
import type { FlowDefinition, NamedParameters } from "../contracts/flow.ts";

/**
 * The name that the flow gives a run, or `null` where it leaves that to the control plane. In a template,
 * `{dataset}` and `{options.model.size}` are parameters, `{{` and `}}` are braces; what no parameter fills stays.
 */
export function flowRunName(definition: FlowDefinition, parameters: NamedParameters): string | null {
  const { flowRunName: name } = definition.options;
  if (name === undefined) return null;
  if (typeof name === "function") return name(parameters);
  return name.replaceAll(/\{\{|\}\}|\{([^{}]+)\}/g, (whole: string, path?: string) => {
    if (path === undefined) return whole.charAt(0);
    const value = readPath(parameters, path.trim().split("."));
    return value === undefined ? whole : toText(value);
  });
}

function readPath(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

function toText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" && value !== null ? inspect(value, { breakLength: Infinity }) : String(value);
}

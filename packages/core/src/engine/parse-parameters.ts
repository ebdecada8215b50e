import type { StandardSchemaV1 } from "@standard-schema/spec";
import { FlowParametersError } from "../errors/flow-parameters-error.ts";
import type { FlowDefinition, NamedParameters } from "../contracts/flow.ts";
import { unbindArguments } from "./bind-arguments.ts";

/**
 * Checks parameters against the flow's schema without changing them, for an early error at the caller. Throws
 * `FlowParametersError` with every issue and its path.
 */
export async function validateParameters(definition: FlowDefinition, parameters: NamedParameters): Promise<void> {
  await parseArguments(definition, parameters);
}

/** What the function is called with: the parameters in order, or the schema's output. */
export async function parseArguments(
  definition: FlowDefinition,
  parameters: NamedParameters,
): Promise<readonly unknown[]> {
  const schema = definition.options.parameters;
  if (schema === undefined) return unbindArguments(definition, parameters);
  const result = await schema["~standard"].validate({ ...parameters });
  if (result.issues === undefined) return [result.value];
  throw new FlowParametersError({
    flowName: definition.name,
    issues: result.issues.map((issue) => ({ path: toPathText(issue.path ?? []), message: issue.message })),
  });
}

function toPathText(path: NonNullable<StandardSchemaV1.Issue["path"]>): string {
  return path
    .map((segment) => (typeof segment === "object" ? segment.key : segment))
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("");
}

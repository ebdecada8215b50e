import { isJsonObject, type JsonObject } from "../../contracts/json.ts";

/** What is wrong with a base job template, in Prefect's words; `null` where nothing is. An empty one is right. */
export function describeTemplateFault(template: JsonObject): string | null {
  if (Object.keys(template).length === 0) return null;
  const { job_configuration: configuration, variables } = template;
  if (!isFilled(configuration) || !isFilled(variables)) {
    return "Value error, The `base_job_template` must contain both a `job_configuration` key and a `variables` key.";
  }
  const declared = variables["properties"];
  const names = new Set(isJsonObject(declared) ? Object.keys(declared) : []);
  const undeclared = placeholderNames(configuration).filter((name) => !names.has(name));
  if (undeclared.length === 0) return null;
  return (
    "Value error, The variables specified in the job configuration template must be present as properties in the " +
    `variables schema. Your job configuration uses the following undeclared variable(s): ${undeclared.join(" ,")}.`
  );
}

function placeholderNames(configuration: JsonObject): string[] {
  const source = JSON.stringify(configuration);
  return [...new Set([...source.matchAll(/\{\{\s*([\w.\-[\]$]+)\s*\}\}/g)].map((match) => match[1] ?? ""))];
}

function isFilled(value: unknown): value is JsonObject {
  return isJsonObject(value) && Object.keys(value).length > 0;
}

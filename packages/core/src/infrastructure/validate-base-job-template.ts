import type { BaseJobTemplate } from "../contracts/infrastructure-type.ts";
import { isJsonObject, type JsonObject } from "../contracts/json.ts";
import { InvalidBaseJobTemplateError } from "../errors/invalid-base-job-template-error.ts";
import { UndeclaredTemplateVariablesError } from "../errors/undeclared-template-variables-error.ts";
import { declaredVariables } from "./job-variables.ts";
import { findPlaceholders } from "./placeholder.ts";

/**
 * A pool's template, checked as Prefect's server checks it; `null` for `{}`, which stands for the type's own default.
 * `place` names it in messages: `work pool 'olympic'`. Throws `InvalidBaseJobTemplateError` and
 * `UndeclaredTemplateVariablesError`.
 */
export function validateBaseJobTemplate(template: JsonObject, place: string): BaseJobTemplate | null {
  if (Object.keys(template).length === 0) return null;
  const { job_configuration, variables } = template;
  if (!isJsonObject(job_configuration) || !isJsonObject(variables)) {
    const missing = isJsonObject(job_configuration) ? "variables" : "job_configuration";
    throw new InvalidBaseJobTemplateError({ place, reason: `has no object '${missing}'` });
  }
  const checked = { job_configuration, variables };
  const names = undeclaredNames(checked);
  if (names.length > 0) throw new UndeclaredTemplateVariablesError({ place, names });
  return checked;
}

function undeclaredNames(template: BaseJobTemplate): readonly string[] {
  const declared = declaredVariables(template);
  const used = findPlaceholders(template.job_configuration)
    .filter(({ kind }) => kind === "job-variable")
    .map(({ name }) => name.split(/[.[]/, 1)[0] ?? name);
  return [...new Set(used)].filter((name) => !Object.hasOwn(declared, name)).sort();
}

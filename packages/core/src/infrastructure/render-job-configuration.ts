import type { BaseJobTemplate } from "../contracts/infrastructure-type.ts";
import { isJsonObject, type Json, type JsonObject } from "../contracts/json.ts";
import { applyValues } from "./apply-values.ts";
import { describeUnknownVariables, expandDottedNames, mergeJobVariables, variableDefaults } from "./job-variables.ts";
import { toInlineText } from "./placeholder.ts";
import { resolveReferences } from "./resolve-references.ts";
import { runEnvironment, runLabels } from "./run-environment.ts";
import type { JobRun } from "./run-environment.ts";
import type { TemplateReader } from "./template-reader.ts";

export interface RenderRequest {
  readonly template: BaseJobTemplate;
  /** Whose template it is, for messages: `work pool 'olympic'`. */
  readonly place: string;
  /** From the decorator's options and the call's, merged with `mergeJobVariables`. */
  readonly jobVariables: JsonObject;
  readonly reader: TemplateReader;
  /** `null` where no run exists yet, as for a plan: what would name it is left out. */
  readonly run: JobRun | null;
  /** What the run needs to know of this process's settings, such as `PREFECT_API_URL`. Default: nothing. */
  readonly settings?: Readonly<Record<string, string>>;
  /** For `{{ $NAME }}` in the template. Default: this process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface RenderedJob {
  readonly configuration: JsonObject & {
    /** Complete: settings, what names the run, the template's and the caller's variables. */
    readonly env: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
  };
  /** The names in `env` whose values are those of `settings`. */
  readonly inheritedEnv: readonly string[];
  /** Lines that the caller should see: job variables that have no effect. */
  readonly warnings: readonly string[];
}

/**
 * The job configuration of a run, rendered as a Prefect worker renders it. Throws `JobVariableError` and
 * `TemplateReferenceError`.
 */
export async function renderJobConfiguration(request: RenderRequest): Promise<RenderedJob> {
  const { template, run, reader } = request;
  const given = expandDottedNames(request.jobVariables);
  const filled = fillTemplate(template, given, request.environment ?? process.env);
  const resolved = await resolveReferences(filled, reader);
  const named = nameJob(resolved, run);
  const { settings = {} } = request;
  const givenEnv = objectAt(named, "env");
  const environment = { ...settings, ...(run === null ? {} : runEnvironment(run)) };
  return {
    configuration: {
      ...named,
      env: toTexts({ ...environment, ...givenEnv }),
      labels: toTexts({ ...(run === null ? {} : runLabels(run)), ...objectAt(named, "labels") }),
    },
    inheritedEnv: Object.keys(settings).filter((variable) => !Object.hasOwn(givenEnv, variable)),
    warnings: describeUnknownVariables(given, template, request.place),
  };
}

function fillTemplate(
  template: BaseJobTemplate,
  given: JsonObject,
  environment: Readonly<Record<string, string | undefined>>,
): JsonObject {
  const defaults = variableDefaults(template);
  const values = { ...mergeJobVariables({ env: defaults["env"] }, given) };
  const filled = applyValues(template.job_configuration, { values: { ...defaults, ...values }, environment });
  const configuration = isJsonObject(filled) ? filled : {};
  const declaredEnv = template.job_configuration["env"];
  if (!isJsonObject(declaredEnv)) return configuration;
  return { ...configuration, env: { ...objectAt(configuration, "env"), ...objectAt(values, "env") } };
}

/** `{{ ctx.flow_run.name }}` and its kin in a job's name; the run's own name where it has none. */
function nameJob(configuration: JsonObject, run: JobRun | null): JsonObject {
  if (run === null) return configuration;
  const context = { flow: run.flow, flow_run: { id: run.flowRunId, name: run.flowRunName, run_count: run.attempt } };
  const template: Json = configuration["name"] ?? "";
  const name = applyValues(template, { values: { ctx: context }, environment: {} });
  return { ...configuration, name: name === undefined || name === "" ? run.flowRunName : name };
}

function objectAt(configuration: JsonObject, key: string): JsonObject {
  const value = configuration[key];
  return isJsonObject(value) ? value : {};
}

/** Environments and labels hold texts; `null` removes one. */
function toTexts(values: JsonObject): Readonly<Record<string, string>> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given.map(([key, value]) => [key, toInlineText(value)]));
}

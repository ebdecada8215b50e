import type { BaseJobTemplate } from "../contracts/infrastructure-type.ts";
import type { JsonObject } from "../contracts/json.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { toStepLaunchers } from "../infrastructure/infrastructure-options.ts";
import { objectAt } from "../infrastructure/json-object.ts";
import { accumulateVariables, mergeJobVariables } from "../infrastructure/job-variables.ts";
import { renderJobConfiguration, type RenderedJob } from "../infrastructure/render-job-configuration.ts";
import type { JobRun } from "../infrastructure/run-environment.ts";
import { validateBaseJobTemplate } from "../infrastructure/validate-base-job-template.ts";
import { loadSettings } from "../settings/load-settings.ts";
import type { Settings } from "../settings/settings.ts";
import type { Binding } from "./binding.ts";
import type { BundleStorage } from "./resolve-bundle-storage.ts";
import type { ResolvedWorkPool } from "./resolve-work-pool.ts";
import { toRunnerCommand } from "./runner-command.ts";
import { joinShellWords, splitShellWords } from "./shell-words.ts";

/** What a job is made of, save for the flow that it runs. */
export type JobBinding = Pick<Binding, "infrastructure" | "options" | "run">;

export interface JobRequest {
  readonly client: PrefectClient;
  readonly binding: JobBinding;
  readonly pool: ResolvedWorkPool;
  readonly bundleStorage: BundleStorage;
}

/** A job as it will be launched. */
export interface Job extends RenderedJob {
  readonly command: readonly string[];
  /** The configuration as its launcher takes it. */
  readonly checked: unknown;
  /** Whether what the run prints is shown where it was called. */
  readonly isOutputShown: boolean;
}

/** The variables of a call: the decorator's options, the call's environment, and the command that runs the bundle. */
export function toJobVariables(request: JobRequest): JsonObject {
  const { binding, pool } = request;
  const { infrastructure, options, run } = binding;
  const variables = mergeJobVariables(
    infrastructure.toJobVariables(options),
    options.jobVariables ?? {},
    options.env === undefined ? {} : { env: options.env },
    run.env === undefined ? {} : { env: run.env },
    { command: toCommandLine(request, infrastructure.runnerCommand().prefix) },
  );
  return accumulateVariables(infrastructure.accumulatingVariables ?? [], variables, templateOf(pool, infrastructure));
}

/** What runs the bundle, with the runner that these words start. */
export function toCommandLine({ binding, bundleStorage }: JobRequest, prefix: readonly string[]): string {
  const launcher = toStepLaunchers(binding.options.launcher)?.execution ?? bundleStorage.launcher;
  return joinShellWords(toRunnerCommand(prefix, launcher, bundleStorage.reference));
}

/** Renders the pool's template. Without a run, what would name it is left out; everything else is checked all the same. */
export async function renderJob(request: JobRequest, jobVariables: JsonObject, run: JobRun | null): Promise<Job> {
  const { client, binding, pool } = request;
  const place = placeOf(pool);
  const template = templateOf(pool, binding.infrastructure);
  const settings = toRunSettings(loadSettings());
  const rendered = await renderJobConfiguration({ template, place, jobVariables, reader: client, run, settings });
  const { command } = rendered.configuration;
  const checked = binding.infrastructure.parseConfiguration(rendered.configuration, binding.options);
  await binding.infrastructure.validateConfiguration?.(checked);
  return {
    ...rendered,
    command: splitShellWords(typeof command === "string" ? command : String(jobVariables["command"])),
    checked,
    isOutputShown: isOutputShown(rendered.configuration, jobVariables, binding.infrastructure),
  };
}

/**
 * Templates without the key have nothing to say. What the type's own says unasked, for good as Prefect's for ECS or by a
 * default as that for Azure Container Instances, is nobody's choice.
 */
function isOutputShown(
  configuration: JsonObject,
  jobVariables: JsonObject,
  { baseJobTemplate: { job_configuration, variables } }: Binding["infrastructure"],
): boolean {
  if (configuration["stream_output"] !== false) return true;
  const ofVariable = objectAt(objectAt(variables, "properties"), "stream_output");
  const isNobodysChoice = job_configuration["stream_output"] === false || ofVariable["default"] === false;
  return isNobodysChoice && jobVariables["stream_output"] !== false;
}

/** What a run is told of this process's settings. Its API key is not: an environment is no place for a secret. */
function toRunSettings({ apiUrl }: Pick<Settings, "apiUrl">): Readonly<Record<string, string>> {
  return apiUrl === null ? {} : { PREFECT_API_URL: apiUrl };
}

/** A pool that was made without a template, as Prefect's server makes one, has the type's own. */
export function templateOf(pool: ResolvedWorkPool, infrastructure: Binding["infrastructure"]): BaseJobTemplate {
  return validateBaseJobTemplate(pool.baseJobTemplate, placeOf(pool)) ?? infrastructure.baseJobTemplate;
}

function placeOf({ name }: ResolvedWorkPool): string {
  return `work pool '${name}'`;
}

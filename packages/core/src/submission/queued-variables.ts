import type { JsonObject } from "../contracts/json.ts";
import { declaredVariables, variableDefaults } from "../infrastructure/job-variables.ts";
import { resolveRunnerImage, runnerPathInImage } from "../infrastructure/runner-image.ts";
import type { LaunchableJob } from "./launchable-job.ts";
import { templateOf, toCommandLine } from "./render-job.ts";

/**
 * The variables of a run that a worker of Prefect's Python edition may launch, which delivers no runner into its
 * containers and starts one of Python's images where it is told none. Pure.
 */
export function toQueuedVariables(job: LaunchableJob): JsonObject {
  const { prefix, isDelivered } = job.binding.infrastructure.runnerCommand();
  if (isDelivered !== true) return { ...job.jobVariables, ...imageOf(job) };
  const command = toCommandLine(job, [...prefix.slice(0, -1), runnerPathInImage]);
  return { ...job.jobVariables, ...imageOf(job), command };
}

function imageOf({ binding, pool, jobVariables }: LaunchableJob): JsonObject {
  const template = templateOf(pool, binding.infrastructure);
  if (!("image" in declaredVariables(template))) return {};
  const { image } = { ...variableDefaults(template), ...jobVariables };
  return { image: resolveRunnerImage(typeof image === "string" ? image : null).image };
}

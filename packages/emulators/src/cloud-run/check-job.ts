import { type GrpcStatusError, refuse } from "../google-cloud/grpc-status-error.ts";
import type { ContainerBody, JobBody } from "./job-shapes.ts";
import { toMemoryBytes } from "./memory-size.ts";

// Rules: https://cloud.google.com/run/quotas and https://cloud.google.com/run/docs/configuring/jobs/memory-limits
const maximumLabels = 64;
const minimumMemoryBytes = 512 * 1024 * 1024;
const maximumTimeoutSeconds = 604_800;

/** Throws what Cloud Run refuses a job with. */
export function checkJob(jobId: string, job: JobBody): void {
  if (!/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(jobId)) {
    throw invalid(
      "job_id",
      `Violation: Job ID must use only lowercase alphanumeric characters and dashes, cannot begin or end with a dash, and cannot be longer than 63 characters.`,
    );
  }
  checkLabels("job.labels", job.labels ?? {});
  checkLabels("job.template.labels", job.template?.labels ?? {});
  const task = job.template?.template;
  const containers = task?.containers ?? [];
  if (containers.length === 0)
    throw invalid("job.template.template.containers", "Violation: at least one is required.");
  containers.forEach(checkContainer);
  const seconds = Number(task?.timeout?.seconds ?? 600);
  if (seconds < 1 || seconds > maximumTimeoutSeconds) {
    throw invalid("job.template.template.timeout", `Violation: must be between 1s and ${maximumTimeoutSeconds}s.`);
  }
}

function checkLabels(path: string, labels: Readonly<Record<string, string>>): void {
  const entries = Object.entries(labels);
  if (entries.length > maximumLabels) throw invalid(path, `Violation: at most ${maximumLabels} labels are allowed.`);
  const wrong = entries.find(
    ([key, value]) => !/^[a-z][a-z0-9_-]{0,62}$/.test(key) || !/^[a-z0-9_-]{0,63}$/.test(value),
  );
  if (wrong !== undefined) throw invalid(`${path}[${wrong[0]}]`, "Violation: is no valid label.");
}

function checkContainer({ image, resources, env = [] }: ContainerBody): void {
  const path = "job.template.template.containers[0]";
  if (image === undefined || image === "") throw invalid(`${path}.image`, "Violation: must be set.");
  const { memory, cpu } = resources?.limits ?? {};
  const bytes = memory === undefined ? minimumMemoryBytes : toMemoryBytes(memory);
  if (bytes === null || bytes < minimumMemoryBytes) {
    throw invalid(
      `${path}.resources.limits.memory`,
      `Invalid value specified for memory. For the specified value, the minimum memory is 512Mi, but '${memory}' was given.`,
    );
  }
  const processors = cpu === undefined ? 1 : cpu.endsWith("m") ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu);
  if (![1, 2, 4, 6, 8].includes(processors)) {
    throw invalid(
      `${path}.resources.limits.cpu`,
      `Invalid value specified for cpu: '${cpu}'. Must be 1, 2, 4, 6 or 8.`,
    );
  }
  const names = env.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`${path}.env`, `Violation: '${twice}' is duplicated.`);
}

function invalid(field: string, violation: string): GrpcStatusError {
  return refuse("INVALID_ARGUMENT", `Violation in ${field}: ${violation.replace(/^Violation: /, "")}`);
}

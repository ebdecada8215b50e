import { refuse } from "../google-cloud/grpc-status-error.ts";
import type { CustomJobBody, WorkerPoolBody } from "./job-shapes.ts";
import { canHave, memoryBytesOf } from "./machine-types.ts";

// https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.customJobs
const maximumDisplayName = 128;
// https://cloud.google.com/resource-manager/docs/labels-overview#requirements
const maximumLabels = 64;
const labelName = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const labelValue = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

/** Throws what Vertex AI refuses a job with before there is one. */
export function checkJob({ displayName = "", labels = {}, jobSpec = {} }: CustomJobBody): void {
  if (displayName === "") throw invalid("custom_job.display_name", "Required field is not set.");
  if (displayName.length > maximumDisplayName) {
    throw invalid("custom_job.display_name", `Must be at most ${maximumDisplayName} characters.`);
  }
  const entries = Object.entries(labels);
  if (entries.length > maximumLabels)
    throw invalid("custom_job.labels", `At most ${maximumLabels} labels are allowed.`);
  for (const [name, value] of entries) {
    if (!labelName.test(name) || !labelValue.test(value)) {
      throw invalid("custom_job.labels", `Invalid label '${name}: ${value}'.`);
    }
  }
  const pools = jobSpec.workerPoolSpecs ?? [];
  if (pools.length === 0) throw invalid("custom_job.job_spec.worker_pool_specs", "Required field is not set.");
  for (const [index, pool] of pools.entries()) checkPool(pool, `custom_job.job_spec.worker_pool_specs[${index}]`);
}

function checkPool({ machineSpec = {}, containerSpec = {} }: WorkerPoolBody, field: string): void {
  const { machineType = "", acceleratorType, acceleratorCount = 0 } = machineSpec;
  if (memoryBytesOf(machineType) === null) {
    throw invalid(`${field}.machine_spec.machine_type`, `Machine type "${machineType}" is not supported.`);
  }
  if ((containerSpec.imageUri ?? "") === "")
    throw invalid(`${field}.container_spec.image_uri`, "Required field is not set.");
  if (acceleratorType === undefined) return;
  if (!canHave(machineType, acceleratorType)) {
    const message = `Accelerator type "${acceleratorType}" is not supported for machine type "${machineType}".`;
    throw invalid(`${field}.machine_spec.accelerator_type`, message);
  }
  if (acceleratorCount <= 0) throw invalid(`${field}.machine_spec.accelerator_count`, "Must be more than 0.");
}

function invalid(field: string, message: string): Error {
  return refuse("INVALID_ARGUMENT", `List of found errors:\t1.Field: ${field}; Message: ${message}\t`);
}

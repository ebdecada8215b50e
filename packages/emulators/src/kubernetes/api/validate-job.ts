import type { JobSpec } from "./job.ts";
import type { FieldCause } from "./status-error.ts";
import { invalidValue, notSupported, required, validateLabels } from "./validate-metadata.ts";
import { validatePodSpec } from "./validate-pod.ts";

const counts = [
  "parallelism",
  "completions",
  "backoffLimit",
  "activeDeadlineSeconds",
  "ttlSecondsAfterFinished",
] as const;

export function validateJobSpec(spec: Partial<JobSpec> | undefined): FieldCause[] {
  if (spec === undefined) return [required("spec.template")];
  const causes: FieldCause[] = [];
  for (const field of counts) {
    const value = spec[field];
    if (value !== undefined && value < 0) {
      causes.push(invalidValue(`spec.${field}`, value, "must be greater than or equal to 0"));
    }
  }
  if (spec.template === undefined) return [...causes, required("spec.template")];
  const { metadata = {}, spec: podSpec } = spec.template;
  causes.push(...validateLabels(metadata.labels ?? {}, "spec.template.labels"));
  causes.push(...validatePodSpec(podSpec, "spec.template.spec"));
  const policy = podSpec?.restartPolicy;
  const allowed = ["OnFailure", "Never"];
  if (policy === undefined || !allowed.includes(policy)) {
    const message = `Required value: valid values: "OnFailure", "Never"`;
    const field = "spec.template.spec.restartPolicy";
    causes.push(
      policy === undefined ? { reason: "FieldValueRequired", message, field } : notSupported(field, policy, allowed),
    );
  }
  return causes;
}

import type { ApiObject } from "./api-object.ts";
import type { Job } from "./job.ts";
import type { Pod, PodTemplate } from "./pod.ts";
import { jobType, podType, type ResourceType } from "./resource-type.ts";
import { type FieldCause, invalid } from "./status-error.ts";
import { validateJobSpec } from "./validate-job.ts";
import { validateMetadata } from "./validate-metadata.ts";
import { validatePodSpec } from "./validate-pod.ts";

/** Throws `StatusError` (422 Invalid) that names every field that is wrong. */
export function validateObject(
  type: ResourceType,
  object: ApiObject,
  { hasGeneratedName }: { readonly hasGeneratedName: boolean },
): void {
  const causes: FieldCause[] = validateMetadata(type, object.metadata, { hasGeneratedName });
  if (type === jobType) causes.push(...validateJobSpec((object as Job).spec));
  if (type === podType) causes.push(...validatePodSpec((object as Pod & PodTemplate).spec, "spec"));
  if (causes.length > 0) throw invalid(type, object.metadata.name, causes);
}

import type { ApiObject } from "../api/api-object.ts";
import type { Job } from "../api/job.ts";
import { generateName } from "../store/generated-name.ts";

/** Holds a pod back until its job has counted it. */
export const trackingFinalizer = "batch.kubernetes.io/job-tracking";

/** The next pod of a job, as its controller asks for it. */
export function toJobPod(job: Job): ApiObject {
  const { metadata = {}, spec } = job.spec.template;
  const base = `${job.metadata.name}-`;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: generateName(base),
      generateName: base,
      namespace: job.metadata.namespace ?? "default",
      ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
      ...(metadata.annotations === undefined ? {} : { annotations: metadata.annotations }),
      ownerReferences: [
        {
          apiVersion: "batch/v1",
          kind: "Job",
          name: job.metadata.name,
          uid: job.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      finalizers: [...(metadata.finalizers ?? []), trackingFinalizer],
      uid: "",
      resourceVersion: "",
      creationTimestamp: "",
    },
    spec,
    status: { phase: "Pending" },
  };
}

import { type ProtoNode, reachableTypes } from "./reachable-types.ts";

/** In `dist`: the part of the protos of `@google-cloud/aiplatform` that runs need. */
export const jobServiceFile = "vertex-ai-job-service.json";

export const jobServiceName = "google.cloud.aiplatform.v1.JobService";

const methods = ["CreateCustomJob", "GetCustomJob", "ListCustomJobs", "CancelCustomJob", "DeleteCustomJob"];

export interface JobServiceFile {
  /** Whose work it is. */
  readonly origin: string;
  readonly protos: ProtoNode;
}

/**
 * What the build writes, of all that the package ships, so that neither an installation nor a first call has the rest
 * (docs/decisions/0011-vertex-ai-without-its-whole-client.md). Pure.
 */
export function toJobServiceFile(shipped: ProtoNode, version: string): JobServiceFile {
  return {
    origin: `@google-cloud/aiplatform ${version}, Copyright Google LLC, Apache-2.0`,
    protos: reachableTypes(shipped, jobServiceName, methods),
  };
}

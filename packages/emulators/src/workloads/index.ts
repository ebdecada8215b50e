export { createDockerBackend, type DockerBackendOptions } from "./docker-backend.ts";
export { type ImageProblem, ImageUnavailableError } from "./image-unavailable-error.ts";
export { createProcessBackend, type ProcessBackendOptions } from "./process-backend.ts";
export type {
  ImagePolicy,
  Workload,
  WorkloadBackend,
  WorkloadExit,
  WorkloadMount,
  WorkloadOutput,
  WorkloadRequest,
} from "./workload-backend.ts";
export { WorkloadStartError } from "./workload-start-error.ts";

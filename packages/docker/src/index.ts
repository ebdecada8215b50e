export { docker } from "./docker.ts";
export { EngineApiError } from "./errors/engine-api-error.ts";
export { EngineConfigurationError } from "./errors/engine-configuration-error.ts";
export { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";
export type { DockerOptions, ImagePullPolicy } from "./docker-options.ts";
export type { JsonPatchOperation, RequestPatch } from "prefect-core/provider";
export { DockerRegistryCredentials, type DockerRegistryCredentialsData } from "./registry-credentials-block.ts";

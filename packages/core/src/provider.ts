export { PrefectError } from "./errors/prefect-error.ts";
export { JobConfigurationError } from "./errors/job-configuration-error.ts";
export { defineInfrastructure } from "./infrastructure/define-infrastructure.ts";
export { registerStorageModule } from "./storage/open-storage.ts";
export type { InfrastructureDecorator } from "./contracts/bound-flow.ts";
export type {
  BaseJobTemplate,
  CommonInfrastructureOptions,
  InfrastructureType,
  RunnerCommand,
} from "./contracts/infrastructure-type.ts";
export type { Json, JsonObject } from "./contracts/json.ts";
export type {
  ExitCause,
  InfrastructureEvent,
  InfrastructureExit,
  InfrastructureReference,
  LaunchRequest,
  Launcher,
} from "./contracts/launcher.ts";
export type {
  Storage,
  StorageBody,
  StorageObject,
  StorageReadOptions,
  StorageReference,
  StorageWriteOptions,
} from "./contracts/storage.ts";

export {
  CommandNotFoundError,
  ImagePullError,
  InfrastructureError,
  StartFailedError,
  type InfrastructureFailure,
} from "./errors/infrastructure-error.ts";
export { InfrastructureOptionError } from "./errors/infrastructure-option-error.ts";
export { JobConfigurationError } from "./errors/job-configuration-error.ts";
export { PrefectError } from "./errors/prefect-error.ts";
export { defineInfrastructure } from "./infrastructure/define-infrastructure.ts";
export { toFoundInfrastructure } from "./infrastructure/found-infrastructure.ts";
export { parseMemoryQuantity } from "./infrastructure/memory-quantity.ts";
export { resolveRunnerImage, type RunnerImage } from "./infrastructure/runner-image.ts";
export { prefectHome } from "./settings/load-settings.ts";
export { registerStorageModule } from "./storage/open-storage.ts";
export type { DecoratorOptions, InfrastructureDecorator } from "./contracts/bound-flow.ts";
export type {
  BaseJobTemplate,
  CommonInfrastructureOptions,
  DefaultStorage,
  InfrastructureType,
  RunnerCommand,
} from "./contracts/infrastructure-type.ts";
export type { Json, JsonObject } from "./contracts/json.ts";
export type {
  DeliveredFile,
  ExitCause,
  FoundInfrastructure,
  InfrastructureEvent,
  InfrastructureExit,
  InfrastructureReference,
  LaunchNotice,
  LaunchRequest,
  Launcher,
} from "./contracts/launcher.ts";
export type { Resources } from "./contracts/resources.ts";
export type {
  Storage,
  StorageBody,
  StorageObject,
  StorageReadOptions,
  StorageReference,
  StorageWriteOptions,
} from "./contracts/storage.ts";

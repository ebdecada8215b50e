export {
  CommandNotFoundError,
  ImagePullError,
  InfrastructureError,
  StartFailedError,
  type InfrastructureFailure,
} from "./errors/infrastructure-error.ts";
export { InfrastructureOptionError } from "./errors/infrastructure-option-error.ts";
export { JobConfigurationError } from "./errors/job-configuration-error.ts";
export { InvalidStorageReferenceError } from "./errors/invalid-storage-reference-error.ts";
export { PrefectError } from "./errors/prefect-error.ts";
export { StorageObjectNotFoundError } from "./errors/storage-object-not-found-error.ts";
export { StorageOperationError, type StorageOperation } from "./errors/storage-operation-error.ts";
export { defineInfrastructure } from "./infrastructure/define-infrastructure.ts";
export { toFoundInfrastructure } from "./infrastructure/found-infrastructure.ts";
export { parseMemoryQuantity } from "./infrastructure/memory-quantity.ts";
export { resolveRunnerImage, type RunnerImage } from "./infrastructure/runner-image.ts";
export { prefectHome } from "./settings/load-settings.ts";
export { toByteRange, type ByteRange } from "./storage/byte-range.ts";
export { registerStorageModule } from "./storage/open-storage.ts";
export { resumedChunks } from "./storage/resumed-chunks.ts";
export { retryTransient, type RetryTransientOptions, type Transience } from "./storage/retry-transient.ts";
export { checkStorageKey, checkStoragePrefix } from "./storage/storage-key.ts";
export {
  writeInParts,
  type PartedObject,
  type PartedTarget,
  type PartedWriteOptions,
} from "./storage/write-in-parts.ts";
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

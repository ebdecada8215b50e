export { defineBlock } from "./control-plane/blocks/define-block.ts";
export { createDetachedDecorator, type DetachedDecorator } from "./engine/child/local-process.ts";
export { BlockNotFoundError } from "./errors/block-not-found-error.ts";
export { closestName } from "./errors/closest-name.ts";
export { CapacityError } from "./errors/capacity-error.ts";
export { commandLine } from "./errors/command-line.ts";
export { CommandNotFoundError } from "./errors/command-not-found-error.ts";
export { DeadlineExceededError } from "./errors/deadline-exceeded-error.ts";
export { EvictedError } from "./errors/evicted-error.ts";
export { ImagePullError } from "./errors/image-pull-error.ts";
export { InfrastructureExitedError } from "./errors/infrastructure-exited-error.ts";
export { InfrastructureLostError } from "./errors/infrastructure-lost-error.ts";
export { InfrastructureSignalledError } from "./errors/infrastructure-signalled-error.ts";
export { InfrastructureStoppedError } from "./errors/infrastructure-stopped-error.ts";
export { NodeLostError } from "./errors/node-lost-error.ts";
export { OutOfMemoryError } from "./errors/out-of-memory-error.ts";
export { PreemptedError } from "./errors/preempted-error.ts";
export { StartFailedError } from "./errors/start-failed-error.ts";
export { StartTimeoutError } from "./errors/start-timeout-error.ts";
export { UnschedulableError } from "./errors/unschedulable-error.ts";
export { InfrastructureError, type InfrastructureFailure } from "./errors/infrastructure-error.ts";
export { InfrastructureOptionError } from "./errors/infrastructure-option-error.ts";
export { InfrastructureUnreachableError } from "./errors/infrastructure-unreachable-error.ts";
export { InvalidBlockError } from "./errors/invalid-block-error.ts";
export { JobConfigurationError } from "./errors/job-configuration-error.ts";
export { InvalidStorageReferenceError } from "./errors/invalid-storage-reference-error.ts";
export { PrefectError } from "./errors/prefect-error.ts";
export { StorageObjectNotFoundError } from "./errors/storage-object-not-found-error.ts";
export {
  StorageOperationError,
  type StorageOperation,
  type StorageOperationErrorFields,
  type StorageProblem,
} from "./errors/storage-operation-error.ts";
export { defineInfrastructure } from "./infrastructure/define-infrastructure.ts";
export { KEPT_LABEL, toFoundInfrastructure } from "./infrastructure/found-infrastructure.ts";
export {
  isEmpty,
  objectAt,
  objectsAt,
  textAt,
  withoutEmpty,
  withoutEmptyObjects,
} from "./infrastructure/json-object.ts";
export { createLogPosition, type LogPosition } from "./infrastructure/log-position.ts";
export { parseMemoryQuantity } from "./infrastructure/memory-quantity.ts";
export { nextWake, type Sleeper } from "./infrastructure/next-wake.ts";
export { patchRequest, type JsonPatchOperation, type RequestPatch } from "./infrastructure/patch-request.ts";
export { createPoller, type Poller, type PollerOptions, type PollSubscription } from "./infrastructure/poller.ts";
export { withReachableApi } from "./infrastructure/reachable-api.ts";
export { numberedName, toRunObjectName, type NameRules } from "./infrastructure/run-object-name.ts";
export { commonVariables, optionalVariable } from "./infrastructure/template-variables.ts";
export { architectureOfImage, platformOfImage } from "./infrastructure/platform-of-image.ts";
export { resolveRunnerImage, type RunnerImage } from "./infrastructure/runner-image.ts";
export { prefectHome } from "./settings/load-settings.ts";
export { toByteRange, type ByteRange } from "./storage/byte-range.ts";
export { inTurns } from "./storage/in-turns.ts";
export { registerStorageModule } from "./storage/open-storage.ts";
export { resumedChunks } from "./storage/resumed-chunks.ts";
export { retryTransient, type RetryTransientOptions, type Transience } from "./storage/retry-transient.ts";
export { checkStorageKey, checkStoragePrefix, compareStorageKeys } from "./storage/storage-key.ts";
export {
  writeInParts,
  type PartedObject,
  type PartedTarget,
  type PartedWriteOptions,
} from "./storage/write-in-parts.ts";
export type { Block, BlockClass, BlockData, BlockSaveOptions, SavedBlock } from "./contracts/block.ts";
export type { BlockType } from "./contracts/block-type.ts";
export type { ContainerPlatform } from "./contracts/container-platform.ts";
export type { DecoratorOptions, InfrastructureDecorator } from "./contracts/bound-flow.ts";
export type {
  BaseJobTemplate,
  CommonInfrastructureOptions,
  DefaultStorage,
  InfrastructureType,
  RunnerCommand,
  StorageCredentialsWay,
} from "./contracts/infrastructure-type.ts";
export { isJsonObject, type Json, type JsonObject } from "./contracts/json.ts";
export type {
  AccessCheck,
  DeliveredFile,
  ExitCause,
  FoundInfrastructure,
  InfrastructureEvent,
  InfrastructureExit,
  InfrastructureReference,
  LaunchNotice,
  LaunchRequest,
  Launcher,
  Leftover,
} from "./contracts/launcher.ts";
export type { PluginEntry } from "./contracts/plugin.ts";
export type { Resources } from "./contracts/resources.ts";
export type { AwsSecret, GcpSecret, KubernetesSecret, SubmitterSecret } from "./contracts/secret.ts";
export type {
  Storage,
  StorageBody,
  StorageObject,
  StorageReadOptions,
  StorageReference,
  StorageWriteOptions,
} from "./contracts/storage.ts";
export type {
  ResultBlock,
  StorageBlock,
  StorageCredentials,
  StorageModule,
  StorageOpenOptions,
  StorageOption,
  StorageType,
} from "./contracts/storage-type.ts";

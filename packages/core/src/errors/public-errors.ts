/** Every error that a program can meet and may want to tell apart, the same outside a bundle and inside. */
export { ApiUnreachableError } from "./api-unreachable-error.ts";
export { BundleCorruptedError } from "./bundle-corrupted-error.ts";
export { CircularImportError } from "./circular-import-error.ts";
export { ClosureNotSupportedError } from "./closure-not-supported-error.ts";
export { FlowCalledWhileLoadingError } from "./flow-called-while-loading-error.ts";
export { FlowDefinitionError } from "./flow-definition-error.ts";
export { FlowOptionError } from "./flow-option-error.ts";
export { FlowParametersError } from "./flow-parameters-error.ts";
export { FlowRunCancelledError } from "./flow-run-cancelled-error.ts";
export { FlowRunNotAttachableError } from "./flow-run-not-attachable-error.ts";
export { FlowRunNotFoundError } from "./flow-run-not-found-error.ts";
export { FlowRunNotStartedError } from "./flow-run-not-started-error.ts";
export { FlowRunTimeoutError } from "./flow-run-timeout-error.ts";
export { FlowSourceNotFoundError } from "./flow-source-not-found-error.ts";
export { IncludeFilesError } from "./include-files-error.ts";
export {
  CommandNotFoundError,
  InfrastructureError,
  InfrastructureExitedError,
  InfrastructureLostError,
  InfrastructureSignalledError,
  OutOfMemoryError,
} from "./infrastructure-error.ts";
export { MissingResultError } from "./missing-result-error.ts";
export { MissingRunContextError } from "./missing-run-context-error.ts";
export { NestedRemoteFlowError } from "./nested-remote-flow-error.ts";
export { PrefectApiError } from "./prefect-api-error.ts";
export { PrefectError } from "./prefect-error.ts";
export { RemoteError } from "./remote-error.ts";
export { StorageNotConfiguredError } from "./storage-not-configured-error.ts";
export { StorageOperationError } from "./storage-operation-error.ts";
export { CancelledRunError, CrashedRunError, FailedRunError, UnsuccessfulRunError } from "./unsuccessful-run-error.ts";
export { ValueDecodeError } from "./value-decode-error.ts";
export { ValueNotSerializableError } from "./value-not-serializable-error.ts";
export { WaitTimeoutError } from "./wait-timeout-error.ts";
export { WorkPoolNotFoundError } from "./work-pool-not-found-error.ts";
export { WorkPoolPausedError } from "./work-pool-paused-error.ts";
export { WorkPoolTypeMismatchError } from "./work-pool-type-mismatch-error.ts";

/** Every error that a program can meet and may want to tell apart, the same outside a bundle and inside. */
export { ApiUnreachableError } from "./api-unreachable-error.ts";
export { BundleBuildError } from "./bundle-build-error.ts";
export { BundleCorruptedError } from "./bundle-corrupted-error.ts";
export { BundleExportError } from "./bundle-export-error.ts";
export { CircularImportError } from "./circular-import-error.ts";
export { ClosureNotSupportedError } from "./closure-not-supported-error.ts";
export { DuplicateTypeError } from "./duplicate-type-error.ts";
export { FlowCalledWhileLoadingError } from "./flow-called-while-loading-error.ts";
export { FlowDefinitionError } from "./flow-definition-error.ts";
export { FlowNeverSettledError } from "./flow-never-settled-error.ts";
export { FlowOptionError } from "./flow-option-error.ts";
export { FlowParametersError } from "./flow-parameters-error.ts";
export { FlowResultCapturedError } from "./flow-result-captured-error.ts";
export { FlowRunCancelledError } from "./flow-run-cancelled-error.ts";
export { FlowRunNotAttachableError } from "./flow-run-not-attachable-error.ts";
export { FlowRunNotFoundError } from "./flow-run-not-found-error.ts";
export { FlowRunNotStartedError } from "./flow-run-not-started-error.ts";
export { FlowRunTimeoutError } from "./flow-run-timeout-error.ts";
export { FlowSourceNotFoundError } from "./flow-source-not-found-error.ts";
export { IncludeFilesError } from "./include-files-error.ts";
export { IncludeFilesTypeError } from "./include-files-type-error.ts";
export {
  CommandNotFoundError,
  ImagePullError,
  InfrastructureError,
  InfrastructureExitedError,
  InfrastructureLostError,
  InfrastructureSignalledError,
  OutOfMemoryError,
  StartFailedError,
} from "./infrastructure-error.ts";
export { InfrastructureOptionError } from "./infrastructure-option-error.ts";
export { InvalidSettingError } from "./invalid-setting-error.ts";
export { InvalidTypeRegistrationError } from "./invalid-type-registration-error.ts";
export { JobVariableError } from "./job-variable-error.ts";
export { MissingResultError } from "./missing-result-error.ts";
export { MissingRunContextError } from "./missing-run-context-error.ts";
export { NestedRemoteFlowError } from "./nested-remote-flow-error.ts";
export { NotAFlowError } from "./not-a-flow-error.ts";
export { PrefectApiError } from "./prefect-api-error.ts";
export { PrefectError } from "./prefect-error.ts";
export { ProfileNotFoundError } from "./profile-not-found-error.ts";
export { RemoteError } from "./remote-error.ts";
export { ResultStorageError } from "./result-storage-error.ts";
export { SettingsFileError } from "./settings-file-error.ts";
export { SecretNotFoundError } from "./secret-not-found-error.ts";
export { StorageNotConfiguredError } from "./storage-not-configured-error.ts";
export { StorageOperationError } from "./storage-operation-error.ts";
export { StoreUnusableError } from "./store-unusable-error.ts";
export { TemplateReferenceError } from "./template-reference-error.ts";
export { TopLevelCodeError } from "./top-level-code-error.ts";
export { UndeclaredTemplateVariablesError } from "./undeclared-template-variables-error.ts";
export { CancelledRunError, CrashedRunError, FailedRunError, UnsuccessfulRunError } from "./unsuccessful-run-error.ts";
export { ValueDecodeError } from "./value-decode-error.ts";
export { ValueNotSerializableError } from "./value-not-serializable-error.ts";
export { ValueTooLargeError } from "./value-too-large-error.ts";
export { WaitTimeoutError } from "./wait-timeout-error.ts";
export { WorkPoolNotFoundError } from "./work-pool-not-found-error.ts";
export { WorkPoolPausedError } from "./work-pool-paused-error.ts";
export { WorkPoolTypeMismatchError } from "./work-pool-type-mismatch-error.ts";

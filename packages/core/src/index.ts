import { installFlowBinder } from "./infrastructure/flow-binder.ts";
import { requireNode } from "./settings/require-node.ts";
import { bindFlow } from "./submission/bound-flow.ts";

requireNode();
installFlowBinder(bindFlow);

export {
  LocalFileSystem,
  Secret,
  type LocalFileSystemData,
  type SecretData,
} from "./control-plane/blocks/core-blocks.ts";
export { bound } from "./engine/bound.ts";
export { flow } from "./engine/host/flow.ts";
export { getRunContext } from "./engine/active-run.ts";
export { pauseFlowRun, type PauseOptions } from "./engine/pause-flow-run.ts";
export { getRunLogger } from "./engine/run-logger.ts";
export { secret } from "./settings/secret.ts";
export { localProcess } from "./infrastructure/process/local-process.ts";
export { encode } from "./serialization/encode-symbol.ts";
export { registerSerializer } from "./serialization/serializer-registry.ts";
export { registerType } from "./serialization/register-type.ts";
export * from "./errors/public-errors.ts";
export type { Block, BlockClass, BlockData, BlockSaveOptions, SavedBlock } from "./contracts/block.ts";
export type {
  BoundFlow,
  BoundFlowChanges,
  BoundMethods,
  DecoratorOptions,
  InfrastructureDecorator,
} from "./contracts/bound-flow.ts";
export type {
  AnyFunction,
  Flow,
  FlowBrand,
  FlowDefinition,
  FlowHook,
  FlowMethod,
  FlowOptions,
  FlowOptionsWithParameters,
  FunctionOf,
  NamedParameters,
  Promised,
  ResultOf,
  ResultSerializer,
  ResultStorageBlock,
} from "./contracts/flow.ts";
export type { MethodDecoratorOf } from "./contracts/flow-method.ts";
export type { CodeExplanation } from "./contracts/code-explanation.ts";
export type { BuiltInSerializerType, PlainSerializerType, Serializer } from "./contracts/serializer.ts";
export type { FlowRunFuture, LogOptions, WaitOptions } from "./contracts/flow-run-future.ts";
export type { FlowRunReference, FlowRunSummary } from "./contracts/flow-run.ts";
export type { CommonInfrastructureOptions } from "./contracts/infrastructure-type.ts";
export type { LogRecord, LogStream } from "./contracts/log-record.ts";
export type { MapOptions, MapOutcome, MapRun } from "./contracts/map-run.ts";
export type { Plan } from "./contracts/plan.ts";
export type { Portable, Problems, Serializable, Trusted } from "./contracts/portable.ts";
export type { RunContext, RunLogger } from "./contracts/run-context.ts";
export type { RunOptions } from "./contracts/run-options.ts";
export type {
  BlockSecret,
  EnvironmentSecret,
  KubernetesSecret,
  PlatformSecret,
  SecretReference,
  SubmitterSecret,
} from "./contracts/secret.ts";
export type { State, StateType } from "./contracts/state.ts";

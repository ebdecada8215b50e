import type { FlowDefinition } from "../contracts/flow.ts";
import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { RunOptions } from "../contracts/run-options.ts";

/** A flow, the infrastructure that it is bound to, and what was said about its calls. */
export interface Binding<Options extends CommonInfrastructureOptions = CommonInfrastructureOptions> {
  readonly flow: FlowDefinition;
  readonly infrastructure: InfrastructureType<Options, unknown>;
  readonly options: Options;
  readonly run: RunOptions;
  /** Whether its runs are cancelled when this process is interrupted. Default: they go on. */
  readonly isHanging?: boolean;
}

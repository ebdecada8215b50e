import type { Bundle } from "../bundle/bundle.ts";
import type { Layer } from "../bundle/layer/load-layer.ts";
import type { FlowDefinition } from "../contracts/flow.ts";
import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { RunOptions } from "../contracts/run-options.ts";
import type { NestedParts } from "./nested/nested-parts.ts";

/** A flow, the infrastructure that it is bound to, and what was said about its calls. */
export interface Binding<Options extends CommonInfrastructureOptions = CommonInfrastructureOptions> {
  readonly flow: FlowDefinition;
  readonly infrastructure: InfrastructureType<Options, unknown>;
  readonly options: Options;
  readonly run: RunOptions;
  /** Whether its runs are cancelled when this process is interrupted. Default: they go on. */
  readonly isHanging?: boolean;
  /** What is sent, where it is packed already. Default: it is built from the flow's source. */
  readonly pack?: () => Promise<PackedFlow>;
}

/** All that travels of a flow, but for its parameters. */
export interface PackedFlow {
  readonly bundle: Bundle;
  readonly layer: Layer | null;
  readonly nested: NestedParts | null;
  /** Whether the control plane of the call has the run that makes it, where one does. */
  readonly isParentKnown: boolean;
}

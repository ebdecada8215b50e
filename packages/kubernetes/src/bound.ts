import { createDetachedDecorator, type DetachedDecorator } from "prefect-core/provider";

/** What this package is inside a bundle, where `prefect-core` is the engine: its decorators, which load nothing until a flow is called, its blocks and errors, and no SDK. */
export { KubernetesClusterConfig } from "./cluster-config-block.ts";
export { ClusterConfigurationError } from "./errors/cluster-configuration-error.ts";
export { ClusterUnreachableError } from "./errors/cluster-unreachable-error.ts";
export { KubernetesAccessError } from "./errors/kubernetes-access-error.ts";
export { KubernetesApiError } from "./errors/kubernetes-api-error.ts";
export { NamespaceNotFoundError } from "./errors/namespace-not-found-error.ts";

export const kubernetes: DetachedDecorator = createDetachedDecorator("kubernetes", "prefect-kubernetes");

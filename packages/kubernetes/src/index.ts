export { kubernetes } from "./kubernetes.ts";
export { KubernetesClusterConfig, type KubernetesClusterConfigData } from "./cluster-config-block.ts";
export { ClusterConfigurationError } from "./errors/cluster-configuration-error.ts";
export { ClusterUnreachableError } from "./errors/cluster-unreachable-error.ts";
export { KubernetesAccessError } from "./errors/kubernetes-access-error.ts";
export { KubernetesApiError } from "./errors/kubernetes-api-error.ts";
export { NamespaceNotFoundError } from "./errors/namespace-not-found-error.ts";
export type { ImagePullPolicy, KubernetesOptions } from "./kubernetes-options.ts";
export type { JsonPatchOperation, RequestPatch } from "prefect-core/provider";

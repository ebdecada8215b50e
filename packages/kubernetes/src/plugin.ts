import type { BlockType, InfrastructureType } from "prefect-core/provider";
import { clusterConfigType } from "./cluster-config-block.ts";
import { kubernetesInfrastructure } from "./kubernetes.ts";
import type { KubernetesConfiguration } from "./kubernetes-configuration.ts";
import type { KubernetesOptions } from "./kubernetes-options.ts";

/** What the command line and workers discover. */
export const infrastructureTypes: readonly [InfrastructureType<KubernetesOptions, KubernetesConfiguration>] = [
  kubernetesInfrastructure,
];

/** What `block register` registers. */
export const blockTypes: readonly BlockType[] = [clusterConfigType];

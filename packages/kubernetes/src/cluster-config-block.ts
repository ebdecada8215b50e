import { type BlockClass, type BlockType, defineBlock, type JsonObject } from "prefect-core/provider";

const description = "Stores configuration for interaction with Kubernetes clusters.\n\nSee `from_file` for creation.";

/**
 * As prefect-kubernetes 0.8.0 registers it: equal fields give equal checksums, and so one schema for both editions.
 * That its `config` is secret, as it holds tokens and keys, is said here alone and does not count in the checksum.
 */
export const clusterConfigType: BlockType = {
  specificationVersion: "v1",
  slug: "kubernetes-cluster-config",
  name: "Kubernetes Cluster Config",
  description,
  documentationUrl: "https://docs.prefect.io/integrations/prefect-kubernetes",
  logoUrl:
    "https://raw.githubusercontent.com/PrefectHQ/prefect/420d0d6a78bb6df1fc18bcf188fdad43c1d22ea9/assets/block-logos/kubernetes.png",
  capabilities: [],
  version: "0.8.0",
  fields: {
    title: "KubernetesClusterConfig",
    type: "object",
    description,
    block_type_slug: "kubernetes-cluster-config",
    block_schema_references: {},
    secret_fields: ["config.*"],
    required: ["config", "context_name"],
    properties: {
      config: {
        description: "The entire contents of a kubectl config file.",
        title: "Config",
        type: "object",
        position: 0,
      },
      context_name: {
        description: "The name of the kubectl context to use.",
        title: "Context Name",
        type: "string",
        position: 1,
      },
    },
  },
};

/** Prefect's names of the fields of a `kubernetes-cluster-config` block. */
export interface KubernetesClusterConfigData {
  /** Secret. The contents of a kubectl configuration file, as an object. */
  readonly config: JsonObject;
  /** Which of its contexts is meant. */
  readonly context_name: string;
}

/** Access to a cluster, for pools whose `cluster_config` names it. */
export const KubernetesClusterConfig: BlockClass<KubernetesClusterConfigData> =
  defineBlock<KubernetesClusterConfigData>(clusterConfigType);

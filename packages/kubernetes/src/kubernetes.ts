import {
  withReachableApi,
  type DecoratorOptions,
  type InfrastructureDecorator,
  type InfrastructureType,
} from "prefect-core/provider";
import { defineInfrastructure, platformOfImage, resolveRunnerImage } from "prefect-core/provider";
import { clusterSourceKey } from "./cluster-source.ts";
import { parseKubernetesConfiguration } from "./kubernetes-configuration.ts";
import type { KubernetesConfiguration } from "./kubernetes-configuration.ts";
import { kubernetesJobTemplate } from "./kubernetes-job-template.ts";
import { kubernetesOptionNames, toKubernetesJobVariables } from "./kubernetes-options.ts";
import type { KubernetesOptions } from "./kubernetes-options.ts";
import { toJob } from "./to-job.ts";

/** Jobs of a Kubernetes cluster, as Prefect's `kubernetes` work pools have them. */
export const kubernetesInfrastructure: InfrastructureType<KubernetesOptions, KubernetesConfiguration> = {
  specificationVersion: "v1",
  type: "kubernetes",
  displayName: "Kubernetes",
  description: "Execute flow runs within jobs scheduled on a Kubernetes cluster. Requires a Kubernetes cluster.",
  baseJobTemplate: kubernetesJobTemplate,
  defaultWorkPool: "kubernetes",
  optionNames: kubernetesOptionNames,
  secretSources: ["kubernetes"],
  // A kubeconfig.
  credentialKeys: ["cluster_config"],
  accumulatingVariables: ["labels", "annotations"],
  toJobVariables: toKubernetesJobVariables,
  parseConfiguration: parseKubernetesConfiguration,
  runnerCommand: () => ({ prefix: ["node", "/opt/prefect/runner.mjs"] }),
  containerPlatform: async ({ image }) => platformOfImage(resolveRunnerImage(image).image),
  createLauncher: async (configuration) =>
    (await import("./kubernetes-launcher.ts")).createKubernetesLauncher(configuration),
  connectionOf: ({ cluster, namespace }) => `${namespace} ${clusterSourceKey(cluster)}`,
  toResource: (request) =>
    toJob(withReachableApi(request, "the cluster").request, resolveRunnerImage(request.configuration.image).image).job,
};

/** Binds a flow to a Job of a Kubernetes cluster: `kubernetes({ namespace: "ml" })(flow(fn))`. */
export const kubernetes: (options?: DecoratorOptions<KubernetesOptions>) => InfrastructureDecorator<KubernetesOptions> =
  defineInfrastructure(kubernetesInfrastructure);

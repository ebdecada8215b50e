import type { DecoratorOptions, InfrastructureDecorator, InfrastructureType } from "prefect-core/provider";
import { defineInfrastructure, objectAt, resolveRunnerImage } from "prefect-core/provider";
import {
  type AzureContainerInstanceConfiguration,
  parseAzureContainerInstanceConfiguration,
} from "./azure-container-instance-configuration.ts";
import { azureContainerInstanceJobTemplate } from "./azure-container-instance-job-template.ts";
import {
  azureContainerInstanceOptionNames,
  type AzureContainerInstanceOptions,
  toAzureContainerInstanceJobVariables,
} from "./azure-container-instance-options.ts";
import { infrastructureType } from "./invalid-configuration.ts";
import { maskSecrets } from "./secure-environment.ts";
import { requireContainerGroup, toContainerGroup } from "./to-container-group.ts";

/** Container groups of Azure Container Instances, as Prefect's `azure-container-instance` work pools have them. */
export const azureContainerInstanceInfrastructure: InfrastructureType<
  AzureContainerInstanceOptions,
  AzureContainerInstanceConfiguration
> = {
  specificationVersion: "v1",
  type: infrastructureType,
  displayName: "Azure Container Instances",
  description: "Execute flow runs within containers on Azure's Container Instances service. Requires an Azure account.",
  baseJobTemplate: azureContainerInstanceJobTemplate,
  defaultWorkPool: "azure-container-instance",
  defaultStartTimeoutSeconds: 240,
  optionNames: azureContainerInstanceOptionNames,
  accumulatingVariables: ["labels"],
  toJobVariables: toAzureContainerInstanceJobVariables,
  parseConfiguration: (rendered, options) =>
    requireContainerGroup(parseAzureContainerInstanceConfiguration(rendered, options), objectAt(rendered, "labels")),
  runnerCommand: () => ({ prefix: ["node", "/opt/prefect/runner.mjs"] }),
  storageCredentialsWays: () => ["run-secret"],
  createLauncher: async (configuration) =>
    (await import("./azure-container-instance-launcher.ts")).createAzureContainerInstanceLauncher(configuration),
  connectionOf: ({ subscriptionId, resourceGroup, access, pollIntervalSeconds }) =>
    JSON.stringify([subscriptionId, resourceGroup, access.principal?.clientId ?? null, pollIntervalSeconds]),
  toResource(request) {
    const { image } = resolveRunnerImage(request.configuration.image);
    // Where the resource group is, only Azure knows.
    const { body, name } = toContainerGroup(request, image, "[resourceGroup().location]");
    return { name, ...maskSecrets(body) };
  },
};

/** Binds a flow to a container group of its own: `azureContainerInstance({ resourceGroupName: "ml" })(flow(fn))`. */
export const azureContainerInstance: (
  options?: DecoratorOptions<AzureContainerInstanceOptions>,
) => InfrastructureDecorator<AzureContainerInstanceOptions> = defineInfrastructure(
  azureContainerInstanceInfrastructure,
);

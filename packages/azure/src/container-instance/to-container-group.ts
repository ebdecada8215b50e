import { objectAt, objectsAt, toRunObjectName, type JsonObject, type LaunchRequest } from "prefect-core/provider";
import { patchRequest } from "prefect-core/provider";
import { evaluateGroup, namesOf } from "./arm-template.ts";
import type { AzureContainerInstanceConfiguration, ImageRegistry } from "./azure-container-instance-configuration.ts";
import { containerGroupNameRules } from "./container-group-name.ts";
import { checkTagCount, identityTags, toTags } from "./group-tags.ts";
import { infrastructureType } from "./invalid-configuration.ts";
import { toEnvironmentVariables } from "./secure-environment.ts";

/** What is put into Azure for an attempt. */
export interface ContainerGroupRequest {
  readonly name: string;
  readonly apiVersion: string;
  readonly body: JsonObject;
}

type Request = LaunchRequest<AzureContainerInstanceConfiguration>;

export const defaultApiVersion = "2023-05-01";

/** Pure: what a run is as a container group. Throws `JobConfigurationError` for a template or patch that does not do. */
export function toContainerGroup(request: Request, image: string, location: string): ContainerGroupRequest {
  const { configuration } = request;
  const name = toRunObjectName(request.name, request.flowRunId, request.attempt, containerGroupNameRules);
  const evaluated = evaluateGroup(configuration.template, {
    parameters: namesOf(name),
    declarations: configuration.template.declarations,
    resourceGroup: {
      id: `/subscriptions/${configuration.subscriptionId}/resourceGroups/${configuration.resourceGroup}`,
      name: configuration.resourceGroup,
      location,
    },
  });
  // The last two say something of a deployment, not of the group.
  const { apiVersion, name: _name, type: _type, dependsOn: _order, comments: _comments, ...resource } = evaluated;
  const complete: JsonObject = {
    ...resource,
    location: resource["location"] ?? location,
    tags: { ...objectAt(resource, "tags"), ...toTags(request.labels) },
    ...withIdentities(resource, configuration),
    properties: toProperties(request, image, objectAt(resource, "properties"), name),
  };
  const patched =
    configuration.patch === null ? complete : patchRequest(complete, configuration.patch, infrastructureType);
  // By its tags a group is found again, so that no patch takes them away.
  const tags = { ...objectAt(patched, "tags"), ...identityTags(request) };
  checkTagCount(tags);
  return {
    name,
    apiVersion: typeof apiVersion === "string" ? apiVersion : defaultApiVersion,
    body: { ...patched, tags },
  };
}

/**
 * The configuration, of which a container group can be made: throws `JobConfigurationError` for labels and patches that do
 * not do before there is a run that they could fail. Pure.
 */
export function requireContainerGroup(
  configuration: AzureContainerInstanceConfiguration,
  labels: JsonObject,
): AzureContainerInstanceConfiguration {
  const flowRunId = "00000000-0000-0000-0000-000000000000";
  const ownLabels = { "prefect.io/flow-run-id": flowRunId, "prefect.io/flow-run-attempt": "1" };
  const given = Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
  const command = ["node", "/opt/prefect/runner.mjs", "execute"];
  const run = { flowRunId, attempt: 1, name: "trial", command, env: { PREFECT__FLOW_RUN_ID: flowRunId } };
  const trial = { ...run, labels: { ...given, ...ownLabels }, expiresAt: new Date(0), configuration };
  toContainerGroup(trial, "image", "location");
  return configuration;
}

function toProperties(request: Request, image: string, properties: JsonObject, name: string): JsonObject {
  const { registry, subnetIds, dnsServers } = request.configuration;
  const [container = {}, ...others] = objectsAt(properties, "containers");
  return {
    osType: "Linux",
    ...properties,
    restartPolicy: "Never",
    containers: [toContainer(request, image, container, name), ...others],
    ...(registry === null
      ? {}
      : { imageRegistryCredentials: [...objectsAt(properties, "imageRegistryCredentials"), { ...registry }] }),
    ...(subnetIds.length === 0 ? {} : { subnetIds: subnetIds.map((id) => ({ id })) }),
    ...(dnsServers.length === 0
      ? {}
      : { dnsConfig: { ...objectAt(properties, "dnsConfig"), nameServers: dnsServers } }),
  };
}

function toContainer(request: Request, image: string, container: JsonObject, name: string): JsonObject {
  const { entrypoint, gpu } = request.configuration;
  const properties = objectAt(container, "properties");
  const resources = objectAt(properties, "resources");
  const requests = objectAt(resources, "requests");
  return {
    ...container,
    name: container["name"] ?? name,
    properties: {
      ...properties,
      image,
      command: [...(entrypoint === null ? [] : [entrypoint]), ...request.command],
      environmentVariables: toEnvironmentVariables(request, objectsAt(properties, "environmentVariables")),
      resources: {
        ...resources,
        requests: { ...requests, ...(gpu === null ? {} : { gpu: { count: gpu.count, sku: gpu.sku } }) },
      },
    },
  };
}

/** A group can log in to a registry only with an identity that it has. */
function withIdentities(
  resource: JsonObject,
  { identities, registry }: AzureContainerInstanceConfiguration,
): JsonObject {
  const ids = new Set([...identities, ...identityOf(registry)]);
  if (ids.size === 0) return {};
  const given = objectAt(resource, "identity");
  const hasSystemIdentity = String(given["type"] ?? "").includes("SystemAssigned");
  return {
    identity: {
      ...given,
      type: hasSystemIdentity ? "SystemAssigned, UserAssigned" : "UserAssigned",
      userAssignedIdentities: {
        ...objectAt(given, "userAssignedIdentities"),
        ...Object.fromEntries([...ids].map((id) => [id, {}])),
      },
    },
  };
}

function identityOf(registry: ImageRegistry | null): readonly string[] {
  return registry !== null && "identity" in registry ? [registry.identity] : [];
}

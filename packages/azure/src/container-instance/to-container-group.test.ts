import { expect, test } from "@jest/globals";
import type { Json, JsonObject } from "prefect-core/provider";
import { azureContainerInstance, azureContainerInstanceInfrastructure } from "./azure-container-instance.ts";
import { parseAzureContainerInstanceConfiguration } from "./azure-container-instance-configuration.ts";
import { toAzureContainerInstanceJobVariables } from "./azure-container-instance-options.ts";
import { renderedJob } from "./fixtures/rendered-job.ts";
import { testRequest } from "./fixtures/test-azure.ts";
import { toContainerGroup } from "./to-container-group.ts";

const flowRunId = "0195f3a8-aaaa-7000-8000-000000000001";
const identity = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/flow";
const subnet = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/runs";

function toGroup(
  variables: JsonObject,
  { patch, ...changes }: Partial<Parameters<typeof testRequest>[1]> & { patch?: never } = {},
) {
  const configuration = parseAzureContainerInstanceConfiguration(renderedJob(variables), {});
  const request = { ...testRequest("1", changes), command: ["node", "runner.mjs"], configuration };
  return toContainerGroup(request, "runner:1", "westeurope");
}

const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);

test("a run is a group of one container, named after run and attempt, with tags for labels and secure values for secrets", () => {
  const env = { LEVEL: "1", PREFECT_API_KEY: "pnu_key" };
  const { name, apiVersion, body } = toGroup({}, { env, secrets: { TOKEN: "sesame" }, attempt: 2 });
  expect([name, apiVersion]).toEqual(["calm-otter-0195f3a8aaaa-2", "2022-09-01"]);
  expect(body).toEqual({
    location: "westeurope",
    tags: {
      "prefect.io_flow-run-id": flowRunId,
      "prefect.io_flow-run-attempt": "2",
      "prefect.io_expires-at": expect.any(String),
    },
    properties: {
      osType: "Linux",
      restartPolicy: "Never",
      containers: [
        {
          name,
          properties: {
            image: "runner:1",
            command: ["/opt/prefect/entrypoint.sh", "node", "runner.mjs"],
            environmentVariables: [
              { name: "LEVEL", value: "1" },
              { name: "PREFECT_API_KEY", secureValue: "pnu_key" },
              { name: "TOKEN", secureValue: "sesame" },
            ],
            resources: { requests: { cpu: 1, memoryInGB: 1 } },
          },
        },
      ],
    },
  });
});

test("every variable of the template reaches the group, GPUs too", () => {
  const variables = toAzureContainerInstanceJobVariables({
    resources: { cpu: 2, memory: "1.5Gi", gpu: 2 },
    gpuSku: "V100",
    identities: [identity],
    imageRegistry: { registryUrl: "https://mine.azurecr.io/", identity: `${identity}-pull` },
    subnetIds: [subnet],
    dnsServers: ["10.0.0.4"],
    entrypoint: null,
  });
  const { body } = toGroup(variables);
  expect(body).toMatchObject({
    identity: { type: "UserAssigned", userAssignedIdentities: { [identity]: {}, [`${identity}-pull`]: {} } },
    properties: {
      imageRegistryCredentials: [{ server: "mine.azurecr.io", identity: `${identity}-pull` }],
      subnetIds: [{ id: subnet }],
      dnsConfig: { nameServers: ["10.0.0.4"] },
    },
  });
  expect(at(body, "properties", "containers", 0, "properties")).toMatchObject({
    command: ["node", "runner.mjs"],
    resources: { requests: { cpu: 2, memoryInGB: 1.5, gpu: { count: 2, sku: "V100" } } },
  });
});

test("a login to a registry and secure values are in no plan", () => {
  const registry = { registry_url: "mine.azurecr.io", username: "me", password: "sesame" };
  const { body } = toGroup({ image_registry: registry });
  expect(at(body, "properties", "imageRegistryCredentials")).toEqual([
    { server: "mine.azurecr.io", username: "me", password: "sesame" },
  ]);
  const configuration = parseAzureContainerInstanceConfiguration(renderedJob({ image_registry: registry }), {});
  const plan = azureContainerInstanceInfrastructure.toResource?.({
    ...testRequest("1", { env: { PREFECT_API_KEY: "sesame" }, secrets: { TOKEN: "sesame" } }),
    configuration,
  });
  expect(JSON.stringify(plan)).not.toContain("sesame");
});

/** The default template with its container group changed. */
function customised(change: (group: JsonObject) => JsonObject, more: JsonObject = {}): JsonObject {
  const job = renderedJob();
  const template = job["arm_template"] as JsonObject;
  const [group] = template["resources"] as readonly JsonObject[];
  return { ...job, arm_template: { ...template, resources: [change(group ?? {})], ...more } };
}

test("a customised arm_template is mapped whole, its expressions evaluated", () => {
  const rendered = customised((group) => ({
    ...group,
    apiVersion: "2023-05-01",
    zones: ["1"],
    tags: { team: "[[ml]", place: "[resourceGroup().name]" },
    properties: {
      ...(group["properties"] as JsonObject),
      diagnostics: { logAnalytics: { workspaceId: "w" } },
      containers: [
        ...((group["properties"] as JsonObject)["containers"] as readonly Json[]),
        { name: "sidecar", properties: { image: "proxy:1" } },
      ],
    },
  }));
  const configuration = parseAzureContainerInstanceConfiguration(rendered, {
    patch: [{ op: "add", path: "/properties/sku", value: "Confidential" }],
  });
  const { body, apiVersion } = toContainerGroup({ ...testRequest("1"), configuration }, "runner:1", "westeurope");
  expect(apiVersion).toBe("2023-05-01");
  expect(body).toMatchObject({
    zones: ["1"],
    location: "westeurope",
    tags: { team: "[ml]", place: "test", "prefect.io_flow-run-id": flowRunId },
    properties: { sku: "Confidential", diagnostics: { logAnalytics: { workspaceId: "w" } } },
  });
  expect(at(body, "properties", "containers", 1, "name")).toBe("sidecar");
  expect(body).not.toHaveProperty("apiVersion");
});

test.each([
  [
    { location: "[toLower('X')]" },
    "'arm_template.resources[0].location' holds the expression '[toLower('X')]', which is not understood",
  ],
  [{ tags: { a: "[parameters('gone')]" } }, "names the parameter 'gone', which is not declared"],
  [{ properties: { restartPolicy: "Always", containers: [{}] } }, "restartPolicy' must be 'Never'"],
  [{ properties: {} }, "properties.containers' must hold the container of the flow"],
])("a template that cannot be made is refused by the name of what cannot: %j", (change, message) => {
  const rendered = customised((group) => ({ ...group, ...change }));
  expect(() => parseAzureContainerInstanceConfiguration(rendered, {})).toThrow(message);
});

test("a further resource of a template is refused", () => {
  const rendered = customised((group) => group);
  const template = rendered["arm_template"] as JsonObject;
  const resources = [...(template["resources"] as readonly Json[]), { type: "Microsoft.Storage/storageAccounts" }];
  expect(() =>
    parseAzureContainerInstanceConfiguration({ ...rendered, arm_template: { ...template, resources } }, {}),
  ).toThrow("Microsoft.Storage/storageAccounts");
});

test.each([
  [{ resource_group_name: null }, "resource_group_name"],
  [{ resource_group_name: "a/b" }, "resource_group_name"],
  [{ subscription_id: "mine" }, "subscription_id"],
  [{ cpu: 0 }, "cpu"],
  [{ memory: -1 }, "memory"],
  [{ memory: 1.25 }, "memory"],
  [{ gpu_count: 1 }, "gpu_count"],
  [{ gpu_sku: "V100" }, "gpu_sku"],
  [{ identities: ["flow"] }, "identities[0]"],
  [{ dns_servers: ["10.0.0.4"] }, "dns_servers"],
  [{ image_registry: { registry_url: "r" } }, "image_registry"],
  [{ aci_credentials: { client_id: "c" } }, "aci_credentials"],
  [{ aci_credentials: { credential_kwargs: { proxies: {} } } }, "aci_credentials.credential_kwargs.proxies"],
  [{ task_watch_poll_interval: 0 }, "task_watch_poll_interval"],
  [{ keep_container_group: "yes" }, "keep_container_group"],
])("bad input is refused by its key before anything exists: %j", (variables, key) => {
  expect(() => parseAzureContainerInstanceConfiguration(renderedJob(variables), {})).toThrow(
    expect.objectContaining({ name: "JobConfigurationError", key }),
  );
});

test("more labels than Azure allows tags are refused", () => {
  const labels = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`label-${index}`, "x"]));
  expect(() => toGroup({}, { labels })).toThrow("Azure allows 50");
});

test("names are valid in Azure whatever a run is called", () => {
  for (const name of ["Émile's run #1 / 日本", "x".repeat(300), "-_.", "a--b", ""]) {
    expect(toGroup({}, { name }).name).toMatch(/^(?!.*--)[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/);
  }
});

test("an option that cannot be meant is refused where the decorator is called", () => {
  expect(() => azureContainerInstance({ resourceGroup: "ml" } as never)).toThrow("Did you mean 'resourceGroupName'?");
});

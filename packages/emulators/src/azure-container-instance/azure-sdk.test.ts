import { setTimeout as delay } from "node:timers/promises";
import { type ContainerGroup, ContainerInstanceManagementClient } from "@azure/arm-containerinstance";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { createProcessBackend } from "../workloads/process-backend.ts";
import {
  type AzureContainerInstanceEmulator,
  startAzureContainerInstanceEmulator,
} from "./azure-container-instance-emulator.ts";

// Every container is a process of its own, and a machine may have much else to do.
jest.setTimeout(60_000);

let azure: AzureContainerInstanceEmulator;
let client: ContainerInstanceManagementClient;

beforeEach(async () => {
  const backend = createProcessBackend({ missingImages: ["missing:1"] });
  azure = await startAzureContainerInstanceEmulator({ backend, provisioningMilliseconds: 20, stopGraceSeconds: 3 });
  const credential = { getToken: async () => ({ token: "test", expiresOnTimestamp: Date.now() + 3_600_000 }) };
  client = new ContainerInstanceManagementClient(credential, "subscription", {
    endpoint: azure.url,
    tlsOptions: { ca: azure.certificate },
  });
});
afterEach(() => azure.close());

function toGroup(script: string, image = "test:1"): ContainerGroup {
  return {
    location: "westeurope",
    osType: "Linux",
    restartPolicy: "Never",
    tags: { team: "ml" },
    containers: [
      {
        name: "flow",
        image,
        command: ["node", "--eval", script],
        environmentVariables: [{ name: "TOKEN", secureValue: "sesame" }],
        resources: { requests: { cpu: 1, memoryInGB: 0.5 } },
      },
    ],
  };
}

async function terminated(name: string): Promise<ContainerGroup> {
  for (;;) {
    const group = await client.containerGroups.get("test", name);
    if (group.containers[0]?.instanceView?.currentState?.state === "Terminated") return group;
    await delay(20);
  }
}

test("Azure's own client makes a group, follows it to its end, reads its log and deletes it", async () => {
  const script = "console.log(process.env.TOKEN); console.log('end'); process.exitCode = 3";
  const made = await client.containerGroups.beginCreateOrUpdateAndWait("test", "hello", toGroup(script), {
    updateIntervalInMs: 20,
  });
  expect(made).toMatchObject({ name: "hello", provisioningState: "Succeeded", tags: { team: "ml" } });
  const group = await terminated("hello");
  expect(group.containers[0]).toMatchObject({
    environmentVariables: [{ name: "TOKEN" }],
    instanceView: { currentState: { exitCode: 3, detailStatus: "Error", startTime: expect.any(Date) } },
  });
  expect(JSON.stringify(group)).not.toContain("sesame");
  expect(await client.containers.listLogs("test", "hello", "flow")).toEqual({ content: "sesame\nend\n" });
  const { content } = await client.containers.listLogs("test", "hello", "flow", { tail: 1, timestamps: true });
  expect(content).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z end\n$/);
  const listed = await Array.fromAsync(client.containerGroups.listByResourceGroup("test"));
  expect(listed.map(({ name, instanceView }) => [name, instanceView])).toEqual([["hello", undefined]]);
  await client.containerGroups.beginDeleteAndWait("test", "hello", { updateIntervalInMs: 20 });
  await expect(terminated("hello")).rejects.toMatchObject({ statusCode: 404, code: "ResourceNotFound" });
});

test("a group that runs is stopped", async () => {
  const group = toGroup("setInterval(() => undefined, 1000)");
  await client.containerGroups.beginCreateOrUpdateAndWait("test", "idle", group, { updateIntervalInMs: 20 });
  await client.containerGroups.stop("test", "idle");
  expect((await terminated("idle")).instanceView?.state).toBe("Stopped");
});

test("what is refused has Azure's codes", async () => {
  const create = (group: string, body: ContainerGroup, resourceGroup = "test") =>
    client.containerGroups.beginCreateOrUpdateAndWait(resourceGroup, group, body);
  await expect(create("a", toGroup("", "missing:1"))).rejects.toMatchObject({ code: "InaccessibleImage" });
  await expect(create("a--b", toGroup(""))).rejects.toMatchObject({ code: "InvalidContainerGroupName" });
  await expect(create("a", toGroup(""), "other")).rejects.toMatchObject({ code: "ResourceGroupNotFound" });
});

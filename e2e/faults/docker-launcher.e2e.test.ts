import { setTimeout as delay } from "node:timers/promises";
import { describe, test } from "@jest/globals";
import { createFaultProxy, launcherSuite, type LauncherSubject } from "prefect-core/testing";
import { parseContainerOptions } from "../../packages/docker/src/container-options.ts";
import { toContainerLabels } from "../../packages/docker/src/container-labels.ts";
import type { DockerConfiguration } from "../../packages/docker/src/docker-configuration.ts";
import { createDockerLauncher } from "../../packages/docker/src/docker-launcher.ts";
import { runDocker } from "../harness/docker-command.ts";
import { requireSetting } from "../harness/required-setting.ts";

const engine = requireSetting("PREFECT_TEST_DOCKER_HOST");
process.env["DOCKER_HOST"] = engine;

const subject: LauncherSubject<DockerConfiguration> = {
  createLauncher: createDockerLauncher,
  toRequest: (launch, { missingImage, memoryMegabytes }) => ({
    ...launch,
    configuration: {
      image: missingImage === true ? "prefect-test/absent:1" : requireSetting("PREFECT_TEST_IMAGE"),
      imagePullPolicy: "Never",
      registryCredentials: null,
      networks: [],
      networkMode: "none",
      volumes: [],
      memoryBytes: memoryMegabytes === undefined ? null : memoryMegabytes * 2 ** 20,
      memoryAndSwapBytes: memoryMegabytes === undefined ? null : memoryMegabytes * 2 ** 20,
      privileged: false,
      isKept: false,
      containerOptions: parseContainerOptions({}),
      patch: null,
    },
  }),
  deliveryDirectory: "/prefect",
  async removeByHand({ details }) {
    await runDocker("rm", "--force", "--volumes", String(details["container"]));
  },
  async createLosingLauncher() {
    const proxy = await createFaultProxy({
      target: engine,
      faults: [{ method: "POST", path: /\/containers\/create/, fault: { kind: "lost-response" } }],
    });
    const losing = createDockerLauncher();
    return {
      launcher: {
        ...losing,
        launch: (request) => withHost(proxy.url.replace("http:", "tcp:"), () => losing.launch(request)),
      },
      lostResponses: () => proxy.requests.filter(({ fault }) => fault !== null).length,
      [Symbol.asyncDispose]: proxy.close,
    };
  },
  createUnreachableLauncher() {
    const launcher = createDockerLauncher();
    const host = "unix:///nowhere/docker.sock";
    return {
      ...launcher,
      checkReachable: () => withHost(host, async () => launcher.checkReachable?.()),
      launch: (request) => withHost(host, () => launcher.launch(request)),
    };
  },
  async listLeftovers(labels) {
    const filters = Object.entries(toContainerLabels(labels)).flatMap(([name, value]) => [
      "--filter",
      `label=${name}=${value}`,
    ]);
    const containers = (await runDocker("ps", "--all", "--quiet", ...filters)).split("\n").filter(Boolean);
    return [...containers, ...(await listLeftVolumes())];
  },
};

/** Volumes of no container; one whose container is just being removed, by another suite too, is so for a moment only. */
async function listLeftVolumes(): Promise<readonly string[]> {
  const list = async (): Promise<readonly string[]> =>
    (await runDocker("volume", "ls", "--quiet", "--filter", "dangling=true")).split("\n").filter(Boolean);
  const first = await list();
  if (first.length > 0) await delay(2000);
  const still = first.length > 0 ? await list() : [];
  return first.filter((volume) => still.includes(volume));
}

/** The launcher asks for its engine at each launch. */
async function withHost<T>(host: string, operation: () => Promise<T>): Promise<T> {
  process.env["DOCKER_HOST"] = host;
  try {
    return await operation();
  } finally {
    process.env["DOCKER_HOST"] = engine;
  }
}

describe("the Docker launcher", () => {
  launcherSuite({
    test,
    subject,
    lacks: [{ reason: "an engine ends nothing by itself; the runner does", capabilities: ["deadline"] }],
  });
});

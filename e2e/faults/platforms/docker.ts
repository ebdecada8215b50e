import path from "node:path";
import {
  chooseAtRandom,
  createFaultProxy,
  type FaultChooser,
  type FaultProxy,
  type FaultRule,
} from "prefect-core/testing";
import { listContainers, runDocker } from "../../harness/docker-command.ts";
import { requireSetting } from "../../harness/required-setting.ts";
import { createUserHome } from "../../harness/user-home.ts";
import type { FaultableApi, LaunchStep } from "../faultable-api.ts";
import { until } from "../patience.ts";
import type { Platform } from "../platform.ts";
import { createFileStorage } from "../storages/file-storage.ts";

const missingImage = "prefect-test/absent:1";

/** Containers of the engine of the tests. */
export const dockerPlatform: Platform = {
  name: "docker",
  async open({ env }) {
    const engine = requireSetting("PREFECT_TEST_DOCKER_HOST");
    const image = requireSetting("PREFECT_TEST_IMAGE");
    const user = await createUserHome({
      suite: "faults",
      env: { PREFECT_RUNNER_IMAGE: image, DOCKER_HOST: engine, ...env },
    });
    const proxy = await createFaultProxy({ target: engine });
    const containerOf = (flowRunId: string): Promise<string> =>
      until(10, "a container", async () => (await listContainersOf(flowRunId))[0]?.id ?? null);
    return {
      home: user,
      infrastructure: { package: "docker", type: "docker", options: {} },
      littleMemory: { options: { memLimit: "192m", memswapLimit: "192m" }, hoardMegabytes: 400 },
      missingImage: { options: { image: missingImage, imagePullPolicy: "Never" } },
      storage: createFileStorage({
        directory: user.directory,
        home: path.join(user.directory, "home"),
        toRunnerDirectories: ({ preload, state }) => ({
          preload: "/faults",
          state: "/state",
          options: { volumes: [`${preload}:/faults:ro`, `${state}:/state`] },
        }),
      }),
      api: createEngineApi(proxy),
      resources: async (flowRunId) => (await listContainersOf(flowRunId)).map(({ id }) => `container ${id}`),
      async killAll(flowRunId) {
        await runDocker("kill", await containerOf(flowRunId));
      },
      async removeByHand(flowRunId) {
        await runDocker("rm", "--force", "--volumes", await containerOf(flowRunId));
      },
      async close() {
        await proxy.close();
        await user.remove();
      },
    };
  },
};

function listContainersOf(flowRunId: string): ReturnType<typeof listContainers> {
  return listContainers(`io.prefect.flow-run-id=${flowRunId}`);
}

const launchPaths: Readonly<Record<LaunchStep, RegExp>> = { create: /\/containers\/create/, start: /\/start/ };

/** Of every kind of request: one that says how long to wait, and two that do not. */
const bursts: readonly FaultRule[] = ["GET", "POST", "PUT", "PATCH", "DELETE"].flatMap((method): FaultRule[] => [
  { method, fault: { kind: "status", status: 429, retryAfterSeconds: 1 } },
  { method, after: 1, times: 2, fault: { kind: "status", status: 503 } },
]);

function createEngineApi(proxy: FaultProxy): FaultableApi {
  const inject = (faults: readonly FaultRule[] | FaultChooser) => {
    proxy.inject(faults);
    return {
      get hits() {
        return proxy.requests.filter(({ fault }) => fault !== null).length;
      },
    };
  };
  return {
    env: { DOCKER_HOST: proxy.url.replace("http:", "tcp:") },
    loseAnswer: (step) => inject([{ method: "POST", path: launchPaths[step], fault: { kind: "lost-response" } }]),
    refuseInBursts: () => inject(bursts),
    breakAtRandom: (seed) =>
      inject(chooseAtRandom({ seed, probability: 0.15, faults: [{ kind: "reset" }, { kind: "lost-response" }] })),
    goAway() {
      const fault = inject([{ times: Number.POSITIVE_INFINITY, fault: { kind: "reset" } }]);
      proxy.interrupt();
      return fault;
    },
    comeBack: () => proxy.clear(),
  };
}

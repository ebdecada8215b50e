import { rm } from "node:fs/promises";
import path from "node:path";
import { until } from "../patience.ts";
import { findRunner } from "../run-processes.ts";
import { both, onEach, type Scenario } from "../scenario.ts";

const small = { memLimit: "192m", memswapLimit: "192m" };

/** What happens to the thing that a run runs in. */
export const infrastructureFaults: readonly Scenario[] = [
  ...onEach(both, {
    fault: "the runner is ended by SIGKILL",
    state: "Crashed",
    error: "InfrastructureSignalledError",
    boundSeconds: 20,
    says: /SIGKILL/,
    async play(home) {
      const submitter = home.submit({ victim: "waits", args: [600] });
      await home.ready(submitter);
      const { id } = await home.flowRun();
      process.kill((await until(10, "the runner", () => findRunner(id))).id, "SIGKILL");
      return home.reported(submitter, 20);
    },
  }),
  {
    fault: "everything of it is ended by SIGKILL",
    platform: "process",
    state: "Crashed",
    error: "InfrastructureLostError",
    boundSeconds: 20,
    async play(home) {
      const submitter = home.submit({ victim: "waits", args: [600] });
      await home.ready(submitter);
      process.kill(-(await groupOf(home)), "SIGKILL");
      return home.reported(submitter, 20);
    },
  },
  {
    fault: "everything of it is ended by SIGKILL",
    platform: "docker",
    state: "Crashed",
    error: "InfrastructureSignalledError",
    boundSeconds: 20,
    says: /SIGKILL/,
    async play(home) {
      const submitter = home.submit({ victim: "waits", args: [600] });
      await home.ready(submitter);
      await home.docker("kill", await containerOf(home));
      return home.reported(submitter, 20);
    },
  },
  {
    fault: "it is removed by hand",
    platform: "process",
    state: "Crashed",
    error: "InfrastructureLostError",
    boundSeconds: 20,
    async play(home) {
      const submitter = home.submit({ victim: "waits", args: [600] });
      await home.ready(submitter);
      const group = await groupOf(home);
      await rm(path.join(home.home, "processes"), { recursive: true });
      process.kill(-group, "SIGKILL");
      return home.reported(submitter, 20);
    },
  },
  {
    fault: "it is removed by hand",
    platform: "docker",
    state: "Crashed",
    // Removal ends it first; who looks in between sees that.
    error: ["InfrastructureLostError", "InfrastructureSignalledError"],
    boundSeconds: 20,
    async play(home) {
      const submitter = home.submit({ victim: "waits", args: [600] });
      await home.ready(submitter);
      await home.docker("rm", "--force", "--volumes", await containerOf(home));
      return home.reported(submitter, 20);
    },
  },
  {
    fault: "its memory runs out",
    platform: "docker",
    state: "Crashed",
    error: "OutOfMemoryError",
    boundSeconds: 60,
    play: async (home) => home.reported(home.submit({ victim: "fillsMemory", options: small }), 60),
  },
  ...onEach(both, {
    fault: "its JavaScript heap runs out",
    state: "Crashed",
    error: "OutOfMemoryError",
    boundSeconds: 60,
    says: /heap/i,
    play: async (home) =>
      home.reported(
        home.submit({ victim: "fillsHeap", options: { env: { NODE_OPTIONS: "--max-old-space-size=64" } } }),
        60,
      ),
  }),
  {
    fault: "its image is missing",
    platform: "docker",
    state: "Crashed",
    error: "ImagePullError",
    boundSeconds: 30,
    says: /prefect-test\/absent:1/,
    play: async (home) =>
      home.reported(
        home.submit({
          victim: "waits",
          args: [1],
          options: { image: "prefect-test/absent:1", imagePullPolicy: "Never" },
        }),
        30,
      ),
  },
  ...onEach(both, {
    fault: "its command is missing",
    state: "Crashed",
    error: "CommandNotFoundError",
    boundSeconds: 30,
    play: async (home) =>
      home.reported(home.submit({ victim: "waits", args: [1], options: { launcher: ["no-such-program"] } }), 30),
  }),
];

async function groupOf(home: Parameters<Scenario["play"]>[0]): Promise<number> {
  const run = (await home.flowRun()) as unknown as { infrastructure_pid: string };
  return Number(run.infrastructure_pid);
}

async function containerOf(home: Parameters<Scenario["play"]>[0]): Promise<string> {
  const { id } = await home.flowRun();
  return await until(10, "a container", async () => (await home.containers(id))[0] ?? null);
}

import { until } from "../patience.ts";
import { findRunner } from "../run-processes.ts";
import { allBut, everywhere, onEach, type Scenario } from "../scenario.ts";
import { whileItRuns } from "../while-it-runs.ts";

const ended = "everything of it is ended by SIGKILL";
const removed = "it is removed by hand";

/** What happens to the thing that a run runs in. */
export const infrastructureFaults: readonly Scenario[] = [
  ...onEach(everywhere, {
    fault: "the runner is ended by SIGKILL",
    state: "Crashed",
    error: "InfrastructureSignalledError",
    boundSeconds: 20,
    says: /SIGKILL/,
    play: (home) =>
      whileItRuns(home, async (flowRunId) => {
        process.kill((await until(10, "the runner", () => findRunner(flowRunId))).id, "SIGKILL");
      }),
  }),
  ...onEach(["process"], {
    fault: ended,
    state: "Crashed",
    // Nothing of it is left that could tell.
    error: "InfrastructureLostError",
    boundSeconds: 20,
    play: (home) => whileItRuns(home, home.platform.killAll),
  }),
  ...onEach(allBut("process"), {
    fault: ended,
    state: "Crashed",
    error: "InfrastructureSignalledError",
    boundSeconds: 20,
    says: /SIGKILL/,
    play: (home) => whileItRuns(home, home.platform.killAll),
  }),
  ...onEach(["process"], {
    fault: removed,
    state: "Crashed",
    error: "InfrastructureLostError",
    boundSeconds: 20,
    play: (home) => whileItRuns(home, home.platform.removeByHand),
  }),
  ...onEach(["docker", "kubernetes"], {
    fault: removed,
    state: "Crashed",
    // Removal ends it first; who looks in between sees that.
    error: ["InfrastructureLostError", "InfrastructureSignalledError"],
    boundSeconds: 20,
    play: (home) => whileItRuns(home, home.platform.removeByHand),
  }),
  ...onEach(["ecs"], {
    fault: removed,
    state: "Crashed",
    // A task that is stopped stays there for a while, and tells it.
    error: "InfrastructureStoppedError",
    boundSeconds: 20,
    play: (home) => whileItRuns(home, home.platform.removeByHand),
  }),
  ...onEach(allBut("process"), {
    fault: "its memory runs out",
    state: "Crashed",
    error: "OutOfMemoryError",
    boundSeconds: 60,
    play: async (home) => {
      const { options, hoardMegabytes } = home.platform.littleMemory ?? missing("a limit of memory");
      return home.reported(home.submit({ victim: "fillsMemory", args: [hoardMegabytes], options }));
    },
  }),
  ...onEach(everywhere, {
    fault: "its JavaScript heap runs out",
    state: "Crashed",
    error: "OutOfMemoryError",
    boundSeconds: 60,
    says: /heap/i,
    play: async (home) =>
      home.reported(
        home.submit({ victim: "fillsHeap", options: { env: { NODE_OPTIONS: "--max-old-space-size=64" } } }),
      ),
  }),
  ...onEach(allBut("process"), {
    fault: "its image is missing",
    state: "Crashed",
    error: "ImagePullError",
    boundSeconds: 30,
    says: /prefect[^ ]*\/(?:absent|missing):1/,
    play: async (home) => {
      const { options } = home.platform.missingImage ?? missing("images");
      return home.reported(home.submit({ victim: "waits", args: [1], options }));
    },
  }),
  ...onEach(everywhere, {
    fault: "its command is missing",
    state: "Crashed",
    error: "CommandNotFoundError",
    boundSeconds: 30,
    says: /no-such-program/,
    play: async (home) =>
      home.reported(home.submit({ victim: "waits", args: [1], options: { launcher: ["no-such-program"] } })),
  }),
];

function missing(what: string): never {
  throw new Error(`The platform has no ${what}.`);
}

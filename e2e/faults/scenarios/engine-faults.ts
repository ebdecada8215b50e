import type { FaultHome } from "../fault-home.ts";
import { type OwnEngine, startOwnEngine } from "../own-engine.ts";
import { until } from "../patience.ts";
import { findRunProcesses } from "../run-processes.ts";
import { onEach, type Scenario } from "../scenario.ts";
import type { SubmissionReport } from "../submission.ts";

const engines = new WeakMap<FaultHome, OwnEngine>();
const options = { networkMode: "none" };

/** What happens to the engine that has a run's container. */
export const engineFaults: readonly Scenario[] = [
  ...onEach(["docker"], {
    fault: "the engine is restarted while the flow runs",
    state: "Crashed",
    error: "InfrastructureSignalledError",
    boundSeconds: 60,
    play: (home) =>
      withOwnEngine(home, async (engine) => {
        const submitter = home.submit({ victim: "waits", args: [600], options }, { DOCKER_HOST: engine.host });
        await home.ready(submitter);
        await engine.restart();
        return home.reported(submitter);
      }),
    tidy: destroyEngine,
  }),
  ...onEach(["docker"], {
    fault: "the engine hangs while the flow runs, and goes on",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: (home) =>
      withOwnEngine(home, async (engine) => {
        const submitter = home.submit({ victim: "waits", args: [3], options }, { DOCKER_HOST: engine.host });
        const id = await home.ready(submitter);
        engine.signal("SIGSTOP");
        await until(
          60,
          "the end of the flow",
          async () =>
            !(await findRunProcesses(id)).some(({ command }) => command.some((word) => word.endsWith("runner.mjs"))),
        );
        engine.signal("SIGCONT");
        return home.reported(submitter);
      }),
    tidy: destroyEngine,
  }),
  ...onEach(["docker"], {
    fault: "the engine is gone for good while the flow runs",
    state: "Crashed",
    error: "InfrastructureLostError",
    boundSeconds: 180,
    play: (home) =>
      withOwnEngine(home, async (engine) => {
        const submitter = home.submit({ victim: "waits", args: [600], options }, { DOCKER_HOST: engine.host });
        await home.ready(submitter);
        await engine.destroy();
        return home.reported(submitter);
      }),
    tidy: destroyEngine,
  }),
];

async function withOwnEngine(
  home: FaultHome,
  play: (engine: OwnEngine) => Promise<SubmissionReport>,
): Promise<SubmissionReport> {
  const engine = await startOwnEngine();
  engines.set(home, engine);
  return play(engine);
}

async function destroyEngine(home: FaultHome): Promise<void> {
  await engines.get(home)?.destroy();
}

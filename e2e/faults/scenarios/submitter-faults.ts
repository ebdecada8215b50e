import { writeFile } from "node:fs/promises";
import path from "node:path";
import { until } from "../patience.ts";
import type { FaultHome } from "../fault-home.ts";
import { findRunProcesses } from "../run-processes.ts";
import { everywhere, onEach, type Scenario } from "../scenario.ts";
import type { Submission, SubmissionReport } from "../submission.ts";

/** What happens to the process that started a run, and to those that look after it later. */
export const submitterFaults: readonly Scenario[] = [
  ...onEach(everywhere, {
    fault: "the submitter is ended by SIGKILL before the launch",
    state: "Crashed",
    error: "InfrastructureLostError",
    boundSeconds: 30,
    play: (home) => lookAfterDeath(home, "killed-before-launch"),
  }),
  ...onEach(everywhere, {
    fault: "the submitter is ended by SIGKILL between create and record",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: (home) => lookAfterDeath(home, "killed-after-launch"),
  }),
  ...onEach(everywhere, {
    fault: "the submitter is ended by SIGKILL while the flow runs",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    async play(home) {
      const submitter = home.submit({ victim: "waits", args: [3] });
      const id = await home.ready(submitter);
      submitter.kill("SIGKILL");
      await submitter.ended;
      return attach(home, id);
    },
  }),
  ...onEach(everywhere, {
    fault: "the submitter is ended by SIGKILL before it cleans up",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    async play(home) {
      const report = await lookAfterDeath(home, "killed-before-cleanup");
      // The run has ended, so that nobody looks after it any more; what is left of it is clean-up's to find.
      await home.prefect("gc");
      return report;
    },
  }),
  ...onEach(["docker"], {
    fault: "the submitter is ended by SIGKILL before it collects",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: (home) => lookAfterDeath(home, "killed-before-collect"),
  }),
  ...onEach(everywhere, {
    fault: "the submitter hangs while the flow runs, and goes on",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    async play(home) {
      const submitter = home.submit({ victim: "waits", args: [2] });
      const id = await home.ready(submitter);
      submitter.kill("SIGSTOP");
      // The container's own outcome does not wait for anybody.
      await until(60, "the end of the run's processes", async () => (await findRunProcesses(id)).length === 0);
      submitter.kill("SIGCONT");
      return home.reported(submitter);
    },
  }),
  ...onEach(everywhere, {
    fault: "a duplicate of its infrastructure runs the same attempt",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    async play(home) {
      const report = await home.reported(home.submit({ victim: "waits", args: [2], point: "duplicated" }));
      const { flowRunId = "" } = report;
      await until(60, "the end of the duplicate", async () => (await findRunProcesses(flowRunId)).length === 0);
      // The run knows nothing of it; what it left is clean-up's to find.
      await home.prefect("gc");
      return report;
    },
  }),
  ...onEach(everywhere, {
    fault: "the clock jumps a day ahead while the flow runs",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: (home) => withClockJump(home, 86_400),
  }),
  ...onEach(everywhere, {
    fault: "the clock jumps a day back while the flow runs",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: (home) => withClockJump(home, -86_400),
  }),
];

/** Of the submitter and, where it shares its clock, of the runner. */
async function withClockJump(home: FaultHome, seconds: number): Promise<SubmissionReport> {
  const file = path.join(home.directory, "jump");
  const preload = path.resolve(import.meta.dirname, "../preload/clock-jump.ts");
  const env = { NODE_OPTIONS: `--import ${preload}`, CLOCK_JUMP_FILE: file };
  const submitter = home.submit({ victim: "waits", args: [3] }, env);
  await home.ready(submitter);
  await writeFile(file, String(seconds));
  return home.reported(submitter);
}

async function lookAfterDeath(home: FaultHome, point: NonNullable<Submission["point"]>): Promise<SubmissionReport> {
  await home.submit({ victim: "waits", args: [1], point }).ended;
  return attach(home, (await home.flowRun()).id);
}

/** Another process that asks for the run's end. */
function attach(home: FaultHome, flowRunId: string): Promise<SubmissionReport> {
  return home.reported(home.submit({ victim: "waits", attach: flowRunId }));
}

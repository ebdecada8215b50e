import { loadScale } from "../../harness/scale.ts";
import type { FaultHome } from "../fault-home.ts";
import { everywhere, onEach, type Scenario, withBuckets, withFiles } from "../scenario.ts";
import type { SubmissionReport } from "../submission.ts";

const output = "the flow writes a lot of output";

/** What a flow itself does wrong. */
export const flowFaults: readonly Scenario[] = [
  ...onEach(everywhere, {
    fault: "the flow blocks its event loop past its timeout",
    state: "TimedOut",
    error: "FlowRunTimeoutError",
    boundSeconds: 40,
    play: async (home) => home.reported(home.submit({ victim: "blocks", timeoutSeconds: 2 })),
  }),
  ...onEach(everywhere, {
    fault: "the flow blocks its event loop, and is cancelled",
    state: "Cancelled",
    error: "CancelledRunError",
    boundSeconds: 40,
    async play(home) {
      const submitter = home.submit({ victim: "blocks" });
      await home.prefect("flow-run", "cancel", await home.ready(submitter));
      return home.reported(submitter);
    },
  }),
  ...onEach(everywhere, {
    fault: "the flow ignores SIGTERM, and is cancelled",
    state: "Cancelled",
    error: "CancelledRunError",
    boundSeconds: 40,
    async play(home) {
      const submitter = home.submit({ victim: "ignoresSigterm" });
      await home.prefect("flow-run", "cancel", await home.ready(submitter));
      return home.reported(submitter);
    },
  }),
  ...onEach(everywhere, {
    fault: "the flow leaves children running",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: async (home) => home.reported(home.submit({ victim: "forksChildren" })),
  }),
  ...onEach(withFiles, {
    fault: output,
    state: "Completed",
    error: null,
    boundSeconds: 240,
    play: (home) => writeLogs(home, 1024),
  }),
  ...onEach(withBuckets, {
    fault: output,
    state: "Completed",
    error: null,
    boundSeconds: 120,
    play: (home) => writeLogs(home, 64),
  }),
  ...onEach(everywhere, {
    fault: "the flow ends without returning",
    state: "Crashed",
    error: "FlowNeverSettledError",
    boundSeconds: 30,
    play: async (home) => home.reported(home.submit({ victim: "neverSettles" })),
  }),
  ...onEach(everywhere, {
    fault: "the flow calls process.exit(0)",
    state: "Crashed",
    error: "InfrastructureExitedError",
    boundSeconds: 30,
    says: /process\.exit\(0\)/,
    play: async (home) => home.reported(home.submit({ victim: "exitsWithZero" })),
  }),
];

function writeLogs(home: FaultHome, megabytes: number): Promise<SubmissionReport> {
  const part = Math.ceil(megabytes * loadScale());
  return home.reported(home.submit({ victim: "writesLogs", args: [part] }));
}

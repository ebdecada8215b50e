import { loadScale } from "../../harness/scale.ts";
import { both, onEach, type Scenario } from "../scenario.ts";

const fullLogMegabytes = 1024;

/** What a flow itself does wrong. */
export const flowFaults: readonly Scenario[] = [
  ...onEach(both, {
    fault: "the flow blocks its event loop past its timeout",
    state: "TimedOut",
    error: "FlowRunTimeoutError",
    boundSeconds: 40,
    play: async (home) => home.reported(home.submit({ victim: "blocks", timeoutSeconds: 2 }), 40),
  }),
  ...onEach(both, {
    fault: "the flow blocks its event loop, and is cancelled",
    state: "Cancelled",
    error: "CancelledRunError",
    boundSeconds: 40,
    async play(home) {
      const submitter = home.submit({ victim: "blocks" });
      await home.ready(submitter);
      await home.prefect("flow-run", "cancel", (await home.flowRun()).id);
      return home.reported(submitter, 40);
    },
  }),
  ...onEach(both, {
    fault: "the flow ignores SIGTERM, and is cancelled",
    state: "Cancelled",
    error: "CancelledRunError",
    boundSeconds: 40,
    async play(home) {
      const submitter = home.submit({ victim: "ignoresSigterm" });
      await home.ready(submitter);
      await home.prefect("flow-run", "cancel", (await home.flowRun()).id);
      return home.reported(submitter, 40);
    },
  }),
  ...onEach(both, {
    fault: "the flow leaves children running",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: async (home) => home.reported(home.submit({ victim: "forksChildren" }), 30),
  }),
  ...onEach(both, {
    fault: "the flow writes 1 GiB of output",
    state: "Completed",
    error: null,
    boundSeconds: 240,
    play: async (home) =>
      home.reported(home.submit({ victim: "writesLogs", args: [Math.ceil(fullLogMegabytes * loadScale())] }), 240),
  }),
  ...onEach(both, {
    fault: "the flow ends without returning",
    state: "Crashed",
    error: "FlowNeverSettledError",
    boundSeconds: 30,
    play: async (home) => home.reported(home.submit({ victim: "neverSettles" }), 30),
  }),
  ...onEach(both, {
    fault: "the flow calls process.exit(0)",
    state: "Crashed",
    error: "InfrastructureExitedError",
    boundSeconds: 30,
    says: /process\.exit\(0\)/,
    play: async (home) => home.reported(home.submit({ victim: "exitsWithZero" }), 30),
  }),
];

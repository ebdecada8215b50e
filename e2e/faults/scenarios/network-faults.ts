import { createFaultProxy, type FaultProxy, type FaultRule } from "prefect-core/testing";
import { requireSetting } from "../../harness/required-setting.ts";
import type { FaultableApi, ApiFault } from "../faultable-api.ts";
import type { FaultHome } from "../fault-home.ts";
import { until } from "../patience.ts";
import { findRunProcesses } from "../run-processes.ts";
import { allBut, onEach, type Scenario, withBuckets } from "../scenario.ts";
import type { SubmissionReport } from "../submission.ts";
import { whileItRuns } from "../while-it-runs.ts";

const away = "the platform's API breaks every connection while the flow runs";

/** What happens to requests between the submitter and what it talks to. */
export const networkFaults: readonly Scenario[] = [
  ...onEach(["process"], {
    fault: "the answer to the create is lost",
    state: "Crashed",
    error: "StartFailedError",
    boundSeconds: 30,
    says: /The answer was lost/,
    play: async (home) => home.reported(home.submit({ victim: "waits", args: [600], point: "lost-answer" })),
  }),
  ...onEach(allBut("process"), {
    fault: "the answer to the create is lost",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: (home) => withApiFault(home, (api) => api.loseAnswer("create")),
  }),
  ...onEach(["docker"], {
    fault: "the answer to the start is lost",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: (home) => withApiFault(home, (api) => api.loseAnswer("start")),
  }),
  ...onEach(allBut("process", "ecs"), {
    fault: "the platform answers 429 and 503 in bursts",
    state: "Completed",
    error: null,
    boundSeconds: 60,
    play: (home) => withApiFault(home, (api) => api.refuseInBursts()),
  }),
  ...onEach(["ecs"], {
    fault: "the platform answers 429 and 503 in bursts",
    state: "Completed",
    error: null,
    // After each refusal tasks are looked at less often, for the sake of all who use the account.
    boundSeconds: 120,
    play: (home) => withApiFault(home, (api) => api.refuseInBursts()),
  }),
  ...onEach(allBut("process"), {
    fault: "connections to the platform break at random",
    state: "Completed",
    error: null,
    boundSeconds: 60,
    play: (home) => withApiFault(home, (api) => api.breakAtRandom(7)),
  }),
  ...onEach(allBut("process"), {
    fault: `${away}, for a while`,
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: async (home) => {
      const api = apiOf(home);
      const happens = async (flowRunId: string): Promise<void> => {
        const fault = api.goAway();
        // What was started does not wait for anybody.
        await until(60, "the end of the flow", async () => (await findRunProcesses(flowRunId)).length === 0);
        await until(30, "a request that failed", async () => fault.hits > 0);
        api.comeBack();
      };
      return whileItRuns(home, happens, { submission: { victim: "waits", args: [2] }, env: api.env });
    },
  }),
  ...onEach(withBuckets, {
    fault: `${away}, for good`,
    state: "Crashed",
    error: "InfrastructureLostError",
    // A control plane that is upgraded is away for minutes.
    boundSeconds: 450,
    async play(home) {
      const api = apiOf(home);
      const submitter = home.submit({ victim: "waits", args: [600] });
      await home.ready(submitter);
      api.goAway();
      const report = await home.told(submitter);
      // Nobody could end what runs; once somebody can, it is clean-up's to do.
      api.comeBack();
      await submitter.ended;
      await home.prefect("gc");
      return report;
    },
  }),
  ...onEach(["process"], {
    fault: "Prefect's API answers 429 and 503 in bursts",
    state: "Completed",
    error: null,
    boundSeconds: 60,
    env: serverSettings,
    async play(home) {
      await using proxy = await createFaultProxy({ target: serverOrigin(), faults: bursts });
      const report = await home.reported(home.submit({ victim: "waits", args: [1] }, serverAt(proxy)));
      if (!proxy.requests.some(({ fault }) => fault !== null)) throw new Error("No request was befallen.");
      return report;
    },
  }),
];

/** Of every kind of request: one that says how long to wait, and two that do not. */
const bursts: readonly FaultRule[] = ["GET", "POST", "PUT", "PATCH", "DELETE"].flatMap((method): FaultRule[] => [
  { method, fault: { kind: "status", status: 429, retryAfterSeconds: 1 } },
  { method, after: 1, times: 2, fault: { kind: "status", status: 503 } },
]);

const serverUrl = (): string => requireSetting("PREFECT_TEST_SERVER_URL");
const serverOrigin = (): string => new URL(serverUrl()).origin;

function serverSettings(): Readonly<Record<string, string>> {
  return { PREFECT_API_URL: serverUrl() };
}

function serverAt(proxy: FaultProxy): Readonly<Record<string, string>> {
  return { PREFECT_API_URL: `${proxy.url}/api` };
}

function apiOf({ platform }: FaultHome): FaultableApi {
  if (platform.api === undefined) throw new Error("The platform has no API.");
  return platform.api;
}

async function withApiFault(home: FaultHome, befall: (api: FaultableApi) => ApiFault): Promise<SubmissionReport> {
  const api = apiOf(home);
  const fault = befall(api);
  const report = await home.reported(home.submit({ victim: "waits", args: [1] }, api.env));
  if (fault.hits === 0) throw new Error("No request was befallen.");
  // Whoever looks at what is left is not befallen.
  api.comeBack();
  return report;
}

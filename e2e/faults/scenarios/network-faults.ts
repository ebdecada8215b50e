import {
  chooseAtRandom,
  createFaultProxy,
  type FaultChooser,
  type FaultProxy,
  type FaultRule,
} from "prefect-core/testing";
import { requireSetting } from "../../harness/required-setting.ts";
import type { FaultHome } from "../fault-home.ts";
import type { Scenario } from "../scenario.ts";
import type { SubmissionReport } from "../submission.ts";

/** Of every kind of request: one that says how long to wait, and two that do not. */
const bursts: FaultRule[] = ["GET", "POST", "PUT", "PATCH", "DELETE"].flatMap((method) => [
  { method, fault: { kind: "status", status: 429, retryAfterSeconds: 1 } },
  { method, after: 1, times: 2, fault: { kind: "status", status: 503 } },
]);

/** What happens to requests between the submitter and what it talks to. */
export const networkFaults: readonly Scenario[] = [
  {
    fault: "the answer to the create is lost",
    platform: "process",
    state: "Crashed",
    error: "StartFailedError",
    boundSeconds: 30,
    says: /The answer was lost/,
    play: async (home) => home.reported(home.submit({ victim: "waits", args: [600], point: "lost-answer" }), 30),
  },
  {
    fault: "the answer to the create is lost",
    platform: "docker",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: (home) =>
      throughProxy(home, [{ method: "POST", path: /\/containers\/create/, fault: { kind: "lost-response" } }]),
  },
  {
    fault: "the answer to the start is lost",
    platform: "docker",
    state: "Completed",
    error: null,
    boundSeconds: 30,
    play: (home) => throughProxy(home, [{ method: "POST", path: /\/start/, fault: { kind: "lost-response" } }]),
  },
  {
    fault: "the platform answers 429 and 503 in bursts",
    platform: "docker",
    state: "Completed",
    error: null,
    boundSeconds: 60,
    play: (home) => throughProxy(home, bursts),
  },
  {
    fault: "connections to the platform break at random",
    platform: "docker",
    state: "Completed",
    error: null,
    boundSeconds: 60,
    play: (home) =>
      throughProxy(
        home,
        chooseAtRandom({ seed: 7, probability: 0.15, faults: [{ kind: "reset" }, { kind: "lost-response" }] }),
      ),
  },
  {
    fault: "the API answers 429 and 503 in bursts",
    platform: "process",
    state: "Completed",
    error: null,
    boundSeconds: 60,
    env: serverSettings,
    async play(home) {
      await using proxy = await createFaultProxy({ target: serverOrigin(), faults: bursts });
      const report = await home.reported(home.submit({ victim: "waits", args: [1] }, apiOf(proxy)), 60);
      if (!proxy.requests.some(({ fault }) => fault !== null)) throw new Error("No request was befallen.");
      return report;
    },
  },
];

const serverUrl = (): string => requireSetting("PREFECT_TEST_SERVER_URL");
const serverOrigin = (): string => new URL(serverUrl()).origin;

function serverSettings(): Readonly<Record<string, string>> {
  return { PREFECT_API_URL: serverUrl() };
}

function apiOf(proxy: FaultProxy): Readonly<Record<string, string>> {
  return { PREFECT_API_URL: `${proxy.url}/api` };
}

async function throughProxy(home: FaultHome, faults: readonly FaultRule[] | FaultChooser): Promise<SubmissionReport> {
  await using proxy = await createFaultProxy({ target: home.engine, faults });
  const env = { DOCKER_HOST: proxy.url.replace("http:", "tcp:") };
  const report = await home.reported(home.submit({ victim: "waits", args: [1] }, env), 60);
  if (!proxy.requests.some(({ fault }) => fault !== null)) throw new Error("No request was befallen.");
  return report;
}

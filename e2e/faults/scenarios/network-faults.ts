import { chooseAtRandom, createFaultProxy, type FaultChooser, type FaultRule } from "prefect-core/testing";
import type { FaultHome } from "../fault-home.ts";
import type { Scenario } from "../scenario.ts";
import type { SubmissionReport } from "../submission.ts";

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
    play: (home) => {
      const bursts: FaultRule[] = ["GET", "POST", "PUT", "DELETE"].flatMap((method) => [
        { method, fault: { kind: "status", status: 429, retryAfterSeconds: 1 } },
        { method, after: 1, times: 2, fault: { kind: "status", status: 503 } },
      ]);
      return throughProxy(home, bursts);
    },
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
];

async function throughProxy(home: FaultHome, faults: readonly FaultRule[] | FaultChooser): Promise<SubmissionReport> {
  await using proxy = await createFaultProxy({ target: home.engine, faults });
  const env = { DOCKER_HOST: proxy.url.replace("http:", "tcp:") };
  const report = await home.reported(home.submit({ victim: "waits", args: [1] }, env), 60);
  if (!proxy.requests.some(({ fault }) => fault !== null)) throw new Error("No request was befallen.");
  return report;
}

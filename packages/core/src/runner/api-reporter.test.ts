import { describe, expect, jest, test } from "@jest/globals";
import type { JsonObject } from "../contracts/json.ts";
import type { StateType } from "../contracts/state.ts";
import type { OrchestrationResult } from "../control-plane/records/state.ts";
import { createPauseGate } from "../engine/pause-gate.ts";
import { createApiReporter } from "./api-reporter.ts";
import { createLocalStateAuthority } from "./local-state-authority.ts";
import { createReportedAuthority } from "./reported-authority.ts";
import type { RunApi } from "./run-api.ts";

const flowRunId = "4d354d02-4861-417c-86a8-cda321b33620";
const running = { type: "RUNNING", name: "Running", message: null } as const;
const completed = { type: "COMPLETED", name: "Completed", message: null } as const;

const options = { onCancelled: (): void => undefined, pauses: createPauseGate() };

/** An API whose run is in this state, and that answers proposals so. */
function createApi(state_type: StateType, answer: () => OrchestrationResult) {
  const proposed: string[] = [];
  const changes: JsonObject[] = [];
  const api: RunApi = {
    url: "http://127.0.0.1/api",
    readRun: async () => ({ state_type, empirical_policy: { retries: 2 } }),
    async proposeState({ type }) {
      proposed.push(type);
      return answer();
    },
    update: async (change) => void changes.push(change),
    createLogs: async () => undefined,
    emitEvent: async () => undefined,
  };
  return { api, proposed, changes };
}

const stateOf = (type: StateType, name: string) => ({
  id: flowRunId,
  type,
  name,
  timestamp: new Date(0).toISOString(),
  message: null,
  data: null,
  state_details: {},
});
const accept = (): OrchestrationResult =>
  ({
    status: "ACCEPT",
    state: stateOf("RUNNING", "Running"),
    details: { type: "accept_details" },
  }) as OrchestrationResult;
const reject = (type: StateType, name: string) => (): OrchestrationResult =>
  ({
    status: "REJECT",
    state: stateOf(type, name),
    details: { type: "reject_details", reason: "so" },
  }) as OrchestrationResult;

describe("a runner that reports to an API", () => {
  test("tells it to wait for a run that is paused, and is refused one that is being cancelled", async () => {
    using paused = createApiReporter(createApi("PAUSED", reject("PAUSED", "Suspended")).api, flowRunId, options);
    expect(await paused.propose(running)).toMatchObject({ status: "WAIT", reason: "so" });
    const { api } = createApi("CANCELLING", reject("CANCELLING", "Cancelling"));
    using cancelling = createApiReporter(api, flowRunId, options);
    expect(await cancelling.propose(running)).toMatchObject({ status: "REJECT", state: { type: "CANCELLING" } });
  });

  test("passes on that it must wait, or not start at all", async () => {
    const wait = (): OrchestrationResult =>
      ({
        status: "WAIT",
        state: null,
        details: { type: "wait_details", delay_seconds: 7, reason: "early" },
      }) as OrchestrationResult;
    const abort = (): OrchestrationResult =>
      ({ status: "ABORT", state: null, details: { type: "abort_details", reason: "over" } }) as OrchestrationResult;
    for (const [answer, expected] of [
      [wait, { status: "WAIT", delaySeconds: 7, reason: "early" }],
      [abort, { status: "ABORT", reason: "over" }],
    ] as const) {
      using reporter = createApiReporter(createApi("PENDING", answer).api, flowRunId, options);
      const authority = createReportedAuthority(createLocalStateAuthority({ flowRunId }), Promise.resolve(reporter));
      expect(await authority.propose(running)).toEqual(expected);
    }
  });

  test("takes it for accepted where the answer to the first proposal was lost", async () => {
    using reporter = createApiReporter(createApi("RUNNING", reject("RUNNING", "Running")).api, flowRunId, options);
    expect(await reporter.propose(running)).toEqual({ status: "ACCEPT" });
  });

  test("keeps the pool's workers from a run that it will start again itself", async () => {
    const { api, changes } = createApi("RUNNING", accept);
    using reporter = createApiReporter(api, flowRunId, options);
    await reporter.propose({ type: "SCHEDULED", name: "AwaitingRetry", message: null });
    expect(changes).toEqual([{ empirical_policy: { retries: 2, retry_type: "in_process" } }]);
  });

  test("tells how the run ended, unless somebody did before", async () => {
    const unknown = createApi("RUNNING", accept);
    using first = createApiReporter(unknown.api, flowRunId, options);
    expect(await first.end(completed, 0)).toBe(true);
    const known = createApi("COMPLETED", accept);
    using second = createApiReporter(known.api, flowRunId, options);
    expect(await second.end(completed, 0)).toBe(true);
    expect([unknown.proposed, known.proposed]).toEqual([["COMPLETED"], []]);
  });

  test("goes on without an API that does not answer, and tells it what it missed once it does", async () => {
    jest.useFakeTimers();
    const { api, proposed } = createApi("PENDING", accept);
    let isSilent = true;
    const late: RunApi = { ...api, readRun: () => (isSilent ? Promise.reject(new Error("silent")) : api.readRun()) };
    using reporter = createApiReporter(late, flowRunId, { ...options, isReached: false });
    expect(await reporter.propose(running)).toBeNull();
    await jest.advanceTimersByTimeAsync(6000);
    expect(proposed).toEqual([]);
    isSilent = false;
    await jest.advanceTimersByTimeAsync(6000);
    expect(proposed).toEqual(["RUNNING"]);
    expect(await reporter.propose(running)).toEqual({ status: "ACCEPT" });
    jest.useRealTimers();
  });

  test("pauses, and goes on once the API says that it runs again", async () => {
    jest.useFakeTimers();
    const pauses = createPauseGate();
    const { api } = createApi("RUNNING", accept);
    using reporter = createApiReporter(api, flowRunId, { ...options, pauses });
    await reporter.propose({ type: "PAUSED", name: "Paused", message: null, pause: { timeoutSeconds: 60 } });
    expect(pauses.isPaused).toBe(true);
    await jest.advanceTimersByTimeAsync(6000);
    expect(pauses.isPaused).toBe(false);
    jest.useRealTimers();
  });

  test("cannot pause where no API answers, which somebody would resume it by", async () => {
    const authority = createReportedAuthority(createLocalStateAuthority({ flowRunId }), Promise.resolve(null));
    expect(await authority.propose(running)).toEqual({ status: "ACCEPT" });
    const paused = { type: "PAUSED", name: "Paused", message: null, pause: { timeoutSeconds: 60 } } as const;
    expect(await authority.propose(paused)).toMatchObject({
      status: "ABORT",
      reason: expect.stringContaining("resume"),
    });
  });

  test("says that an API which is gone was not told", async () => {
    const { api } = createApi("RUNNING", accept);
    const gone: RunApi = { ...api, readRun: () => Promise.reject(new Error("gone")) };
    using reporter = createApiReporter(gone, flowRunId, options);
    expect(await reporter.end(completed, 0)).toBe(false);
  });
});

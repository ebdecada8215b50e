import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { sealAttempt, writeOutcome } from "../bundle/outcome-store.ts";
import type { InfrastructureEvent, Launcher } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { StateProposal } from "../contracts/state.ts";
import type { Storage } from "../contracts/storage.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { InfrastructureUnreachableError } from "../errors/infrastructure-unreachable-error.ts";
import { createMemoryStorage } from "../storage/memory-storage.ts";
import { noLease } from "./run-lease.ts";
import { superviseRun } from "./supervise-run.ts";
import type { RunningAttempt } from "./supervised-run.ts";

const flowRunId = "4d354d02-4861-417c-86a8-cda321b33620";
const exited: InfrastructureEvent = {
  kind: "exited",
  timestamp: new Date(0),
  exitCode: 0,
  cause: "exited",
  message: "It exited.",
};
const outcome: Outcome = {
  formatVersion: 1,
  flowRunId,
  attempt: 1,
  executionId: "one",
  state: { type: "COMPLETED", name: "Completed", message: null },
  value: null,
  timings: { fetchSeconds: 0, startSeconds: 0, runSeconds: 0, storeSeconds: 0 },
  peakMemoryBytes: null,
  endedAt: new Date(0).toISOString(),
};
const never = (): Promise<never> => new Promise(() => undefined);

/** A launcher whose infrastructure prints a line and ends, at once or once it is killed. */
function launcherOf({ endsBy = "itself" }: { readonly endsBy?: "itself" | "kill" | "nothing" } = {}) {
  const killed = Promise.withResolvers<void>();
  const launcher: Launcher<unknown> = {
    launch: never,
    async *watch() {
      yield { kind: "output", timestamp: new Date(0), stream: "stdout", line: "hello" };
      if (endsBy !== "itself") await killed.promise;
      yield exited;
    },
    async kill() {
      if (endsBy === "nothing") throw new Error("The platform does not answer.");
      killed.resolve();
    },
    cleanup: async () => undefined,
    async *find() {},
  };
  return launcher;
}

function attemptOf(client: Partial<PrefectClient>, storage: Storage, launcher = launcherOf()): RunningAttempt {
  return {
    client: { leases: null, apiUrl: null, describe: () => "http://127.0.0.1:1/api", ...client } as PrefectClient,
    run: { id: flowRunId, name: "calm-owl", empirical_policy: {} } as FlowRunRecord,
    flow: null,
    attempt: 1,
    storage,
    deliveryDirectory: null,
    parcelKey: null,
    launcher,
    reference: { type: "test", infrastructurePid: "1", details: {} },
    isOutputShown: false,
    limits: { startTimeoutSeconds: 600, deadlineSeconds: null },
    launchedAt: new Date(),
    runningSince: null,
    isResumed: false,
  };
}

const hung = {
  setFlowRunState: never,
  createLogs: never,
  filterFlowRuns: never,
  readFlowRun: never,
  updateFlowRun: never,
};

function answering(told: StateProposal[]): Partial<PrefectClient> {
  return {
    ...hung,
    createLogs: async () => undefined,
    filterFlowRuns: async () => [],
    async setFlowRunState(_, state) {
      told.push(state);
      return { status: "ABORT", reason: "" };
    },
  };
}

describe("supervision", () => {
  const write = process.stderr.write.bind(process.stderr);
  beforeEach(() => {
    jest.useFakeTimers();
    // What it warns of is no output of a test.
    process.stderr.write = () => true;
  });
  afterEach(() => {
    jest.useRealTimers();
    process.stderr.write = write;
  });

  test("gives a result though the control plane hangs", async () => {
    const storage = createMemoryStorage();
    await writeOutcome(storage, outcome);
    const { ended } = superviseRun(attemptOf(hung, storage), noLease);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(await ended).toMatchObject({ state: { type: "COMPLETED" }, executionId: "one" });
  });

  test("cancels a run though the control plane hangs", async () => {
    const storage = createMemoryStorage();
    const run = superviseRun(attemptOf(hung, storage, launcherOf({ endsBy: "kill" })), noLease);
    const cancelling = run.cancel();
    await jest.advanceTimersByTimeAsync(25_000);
    await cancelling;
    expect(await run.ended).toMatchObject({ state: { type: "CANCELLED" } });
  });

  const unreachable = (events: readonly InfrastructureEvent[]): Launcher<unknown> => ({
    ...launcherOf(),
    async *watch() {
      yield* events;
      throw new InfrastructureUnreachableError("Nobody answers.");
    },
  });

  test("ends a run whose platform was reached and is gone as lost, or as its outcome says", async () => {
    const told: StateProposal[] = [];
    const lost = superviseRun(attemptOf(answering(told), createMemoryStorage(), unreachable([])), noLease);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(await lost.ended).toMatchObject({ state: { type: "CRASHED" }, infrastructure: { cause: "lost" } });
    expect(told.map(({ type }) => type)).toEqual(["CRASHED"]);

    const storage = createMemoryStorage();
    await writeOutcome(storage, outcome);
    const done = superviseRun(attemptOf(answering([]), storage, unreachable([])), noLease);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(await done.ended).toMatchObject({ state: { type: "COMPLETED" } });
  });

  test("leaves a run alone that it took over and whose platform never answered it", async () => {
    const told: StateProposal[] = [];
    const client: Partial<PrefectClient> = {
      ...answering(told),
      filterLogs: async () => [],
      readFlowRun: async () => ({ state: null }) as FlowRunRecord,
    };
    const takeOver = (events: readonly InfrastructureEvent[]) =>
      superviseRun({ ...attemptOf(client, createMemoryStorage(), unreachable(events)), isResumed: true }, noLease);
    await expect(takeOver([]).ended).rejects.toBeInstanceOf(InfrastructureUnreachableError);
    expect(told).toEqual([]);

    const seen = takeOver([{ kind: "running", timestamp: new Date(0) }]);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(await seen.ended).toMatchObject({ infrastructure: { cause: "lost" } });
  });

  test("gives up infrastructure whose platform never confirms that it has ended", async () => {
    const storage = createMemoryStorage();
    const told: StateProposal[] = [];
    const run = superviseRun(attemptOf(answering(told), storage, launcherOf({ endsBy: "nothing" })), noLease);
    const cancelling = run.cancel();
    await jest.advanceTimersByTimeAsync(100_000);
    await cancelling;
    expect(told.map(({ type }) => type)).toEqual(["CANCELLING", "CANCELLED"]);
  });

  test("ends a run whose storage stays unreadable, and says so", async () => {
    const told: StateProposal[] = [];
    const storage: Storage = {
      ...createMemoryStorage(),
      describe: () => "s3://bucket",
      // oxlint-disable-next-line require-yield
      async *read() {
        throw new Error("The bucket is gone.");
      },
    };
    const { ended } = superviseRun(attemptOf(answering(told), storage), noLease);
    const failure = ended.catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(180_000);
    expect(await failure).toMatchObject({ message: "The bucket is gone." });
    expect(told).toEqual([
      { type: "CRASHED", name: "Crashed", message: expect.stringMatching(/s3:\/\/bucket: The bucket is gone\./) },
    ]);
  });

  test("lets what was sealed stand, whatever the container left", async () => {
    const storage = createMemoryStorage();
    const state = { type: "CANCELLED", name: "Cancelled", message: null } as const;
    await sealAttempt(storage, { flowRunId, attempt: 1, state });
    expect(await writeOutcome(storage, outcome)).toMatchObject({ won: false });
    const { ended } = superviseRun(attemptOf(answering([]), storage), noLease);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(await ended).toMatchObject({ state: { type: "CANCELLED" } });
  });
});

import { describe, expect, jest, test } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { json } from "node:stream/consumers";
import { readOutcome, sealAttempt, writeOutcome } from "../bundle/outcome-store.ts";
import type { InfrastructureEvent } from "../contracts/launcher.ts";
import { CapacityError, flow, getRunContext, PreemptedError } from "../index.ts";
import { createMemoryStorage } from "../storage/memory-storage.ts";
import { registerStorageModule } from "../storage/open-storage.ts";
import { scriptedInfrastructure } from "./fixtures/scripted-infrastructure.ts";
import { useTemporaryHome } from "./fixtures/temporary-home.ts";
import { findRun } from "./attach-run.ts";
import { untilWoundDown } from "./winding-down.ts";

const controlPlane = useTemporaryHome();

const exitBy = (cause: "preempted" | "lost"): Extract<InfrastructureEvent, { kind: "exited" }> => ({
  kind: "exited",
  timestamp: new Date(),
  exitCode: null,
  cause,
  message: "The machine was taken back.",
});
const attemptOfRun = flow({ name: "attempt-of-run" }, async () => Number(process.env["PREFECT__FLOW_RUN_ATTEMPT"]));
const endItself = flow({ name: "end-itself" }, async () => {
  if (process.env["PREFECT__FLOW_RUN_ATTEMPT"] === "1") process.kill(process.ppid, "SIGKILL");
  return Number(process.env["PREFECT__FLOW_RUN_ATTEMPT"]);
});
const at = { delaySeconds: 0 };

async function stateNames(flowRunId: string): Promise<readonly (string | null)[]> {
  const states = await (await controlPlane()).readFlowRunStates(flowRunId);
  return states.map(({ name }) => name);
}

describe("a run whose infrastructure was taken away", () => {
  test("goes on with another attempt, and shows that it does", async () => {
    const { bind, requests } = scriptedInfrastructure({ 1: { exit: exitBy("preempted") } });
    const future = await bind({ infrastructureRetries: { maximum: 1, ...at } })(endItself).submit();
    expect(await future.result()).toBe(2);
    const names = await stateNames(future.flowRunId);
    expect(names).toEqual(["Pending", "Running", "InfrastructureRetrying", "Running", "Completed"]);
    expect(requests.launched.map(({ attempt, env }) => [attempt, env["PREFECT__FLOW_RUN_ATTEMPT"]])).toEqual([
      [1, "1"],
      [2, "2"],
    ]);
    expect(requests.launched[1]?.labels).toMatchObject({ "prefect.io/flow-run-attempt": "2" });
    expect(requests.cleaned).toEqual([1, 2]);
  });

  test("never shows a state by which a worker would start it as well", async () => {
    const { bind } = scriptedInfrastructure({ 1: { exit: exitBy("lost") } });
    const future = await bind({ infrastructureRetries: { maximum: 1, ...at } })(endItself).submit();
    await future.result();
    const states = await (await controlPlane()).readFlowRunStates(future.flowRunId);
    expect(states.map(({ type }) => type)).not.toContain("SCHEDULED");
  });

  test("leaves the attempt before sealed, so that what wakes up of it cannot commit", async () => {
    const { bind } = scriptedInfrastructure({ 1: { exit: exitBy("preempted") } });
    const future = await bind({ infrastructureRetries: { maximum: 1, ...at } })(endItself).submit();
    expect(await future.result()).toBe(2);
    const { storage } = await findRun(await controlPlane(), future.flowRunId);
    const late = await sealAttempt(storage, {
      flowRunId: future.flowRunId,
      attempt: 1,
      state: { type: "COMPLETED", name: "Completed", message: null },
    });
    expect(late).toMatchObject({ won: false, standing: { infrastructure: { cause: "preempted" } } });
    expect(await readOutcome(storage, future.flowRunId, 2)).toMatchObject({ state: { type: "COMPLETED" } });
  });

  test("gives its log from the first attempt to the last", async () => {
    const { bind } = scriptedInfrastructure({ 1: { exit: exitBy("preempted") } });
    const speak = flow({ name: "speak" }, async () => {
      process.stdout.write(`said by attempt ${process.env["PREFECT__FLOW_RUN_ATTEMPT"]}\n`);
      if (process.env["PREFECT__FLOW_RUN_ATTEMPT"] === "1") {
        await new Promise((resolve) => setTimeout(resolve, 100));
        process.kill(process.ppid, "SIGKILL");
      }
    });
    const future = await bind({ infrastructureRetries: { maximum: 1, ...at } })(speak).submit();
    const said: string[] = [];
    for await (const { message } of future.logs()) if (message.startsWith("said")) said.push(message);
    expect(said).toEqual(["said by attempt 1", "said by attempt 2"]);
  });

  test("ends with the last attempt's cause once there are no more", async () => {
    const { bind, requests } = scriptedInfrastructure({
      1: { exit: exitBy("preempted") },
      2: { exit: exitBy("preempted") },
    });
    const always = flow({ name: "always" }, async () => void process.kill(process.ppid, "SIGKILL"));
    const call = bind({ infrastructureRetries: { maximum: 1, ...at } })(always);
    await expect(call()).rejects.toThrow(PreemptedError);
    expect(requests.launched).toHaveLength(2);
  });

  test("is not started again where nobody asked for it, or for another cause", async () => {
    for (const infrastructureRetries of [0, { maximum: 3, causes: ["capacity"] as const }]) {
      const { bind, requests } = scriptedInfrastructure({ 1: { exit: exitBy("preempted") } });
      await expect(bind({ infrastructureRetries })(endItself)()).rejects.toThrow(PreemptedError);
      expect(requests.launched).toHaveLength(1);
    }
  });

  test("goes on at once, however long the removal of what was taken away takes", async () => {
    const { bind, requests } = scriptedInfrastructure({ 1: { exit: exitBy("preempted"), isRemovedLate: true } });
    const call = bind({ infrastructureRetries: { maximum: 1, ...at } })(endItself);
    expect(await call()).toBe(2);
    await untilWoundDown();
    expect(requests.cleaned).toEqual([2, 1]);
  });

  test("ends with its own cause where nobody can tell whether another process looks after it by now", async () => {
    const { leases } = await controlPlane();
    if (leases === null) throw new Error("The embedded control plane has leases.");
    const renew = jest.spyOn(leases, "renew").mockRejectedValueOnce(new Error("the database is locked"));
    const { bind, requests } = scriptedInfrastructure({ 1: { exit: exitBy("preempted") } });
    const call = bind({ infrastructureRetries: { maximum: 1, ...at } })(endItself);
    await expect(call()).rejects.toThrow(PreemptedError);
    expect(renew).toHaveBeenCalled();
    expect(requests.launched).toHaveLength(1);
    renew.mockRestore();
  });

  test("is cancelled between two attempts", async () => {
    const { bind, requests } = scriptedInfrastructure({ 1: { exit: exitBy("preempted") } });
    const future = await bind({ infrastructureRetries: { maximum: 1, delaySeconds: 600 } })(endItself).submit();
    for (;;) if ((await future.state()).name === "InfrastructureRetrying") break;
    await future.cancel();
    expect(await future.state()).toMatchObject({ type: "CANCELLED" });
    expect(requests.launched).toHaveLength(1);
  });
});

describe("a platform without room", () => {
  const full = {
    refusal: ({ flowRunId }: { readonly flowRunId: string }) =>
      new CapacityError({ flowRunId, exitCode: null, message: "The quota is used up.", logTail: [] }),
  };

  test("is asked again", async () => {
    const { bind, requests } = scriptedInfrastructure({ 1: full, 2: full });
    expect(await bind({ infrastructureRetries: { maximum: 2, ...at } })(attemptOfRun)()).toBe(3);
    expect(requests.launched).toHaveLength(3);
  });

  test("is not asked again where its launch had an effect all the same, whose end is that of the run", async () => {
    const reference = { module: "test_committed.bundles", arguments: {} };
    const storage = createMemoryStorage();
    registerStorageModule({ specificationVersion: "v1", module: reference.module, open: async () => storage });
    const committed = async ({ flowRunId, attempt }: { readonly flowRunId: string; readonly attempt: number }) => {
      await writeOutcome(storage, {
        formatVersion: 1,
        flowRunId,
        attempt,
        executionId: randomUUID(),
        state: { type: "COMPLETED", name: "Completed", message: null },
        value: null,
        timings: { fetchSeconds: 0, startSeconds: 0, runSeconds: 0, storeSeconds: 0 },
        peakMemoryBytes: null,
        endedAt: new Date().toISOString(),
      });
      return full.refusal({ flowRunId });
    };
    const { bind, requests } = scriptedInfrastructure(
      { 1: { refusal: committed } },
      { defaultStorage: () => ({ submitter: reference, runner: reference }) },
    );
    const call = bind({ infrastructureRetries: { maximum: 1, ...at } })(attemptOfRun);
    await expect(call()).rejects.toThrow(CapacityError);
    expect(requests.launched).toHaveLength(1);
    const run = await (await controlPlane()).readFlowRun(requests.launched[0]?.flowRunId ?? "");
    expect(run.state_type).toBe("COMPLETED");
  });

  test("is given a bundle of the attempt that it is asked for, where it shares no storage", async () => {
    const reference = { module: "test_delivering.bundles", arguments: {} };
    const storage = createMemoryStorage();
    registerStorageModule({ specificationVersion: "v1", module: reference.module, open: async () => storage });
    const { bind, requests } = scriptedInfrastructure(
      { 1: full, 2: full },
      { defaultStorage: () => ({ submitter: reference, runner: reference, deliveryDirectory: "/delivered" }) },
    );
    const call = bind({ infrastructureRetries: { maximum: 1, ...at } })(attemptOfRun);
    await expect(call()).rejects.toThrow(CapacityError);
    const attempts = requests.launched.map(async ({ files = [] }) => {
      const manifest = files.find(({ path }) => path.endsWith("manifest.json"));
      if (manifest === undefined) throw new Error("No manifest was delivered.");
      const { attempt } = (await json(manifest.content())) as { readonly attempt: number };
      return [manifest.path.split("/").at(-2), attempt];
    });
    expect(await Promise.all(attempts)).toEqual([
      ["1", 1],
      ["2", 2],
    ]);
  });

  test("is told as what it is by whoever finds the run later", async () => {
    const { bind, requests } = scriptedInfrastructure({ 1: full, 2: full });
    const call = bind({ infrastructureRetries: { maximum: 1, ...at } })(attemptOfRun);
    await expect(call()).rejects.toThrow(CapacityError);
    const flowRunId = requests.launched[0]?.flowRunId ?? "";
    await expect(call.attach(flowRunId).result()).rejects.toThrow(CapacityError);
  });
});

test("the flow's own retries begin anew with each attempt", async () => {
  const { bind } = scriptedInfrastructure({ 1: { exit: exitBy("preempted") } });
  const count = flow({ name: "count", retries: 1 }, async () => {
    const { runCount } = getRunContext().flowRun;
    if (runCount === 1) throw new Error("the first call fails");
    if (process.env["PREFECT__FLOW_RUN_ATTEMPT"] === "1") process.kill(process.ppid, "SIGKILL");
    return [process.env["PREFECT__FLOW_RUN_ATTEMPT"], runCount];
  });
  expect(await bind({ infrastructureRetries: { maximum: 1, ...at } })(count)()).toEqual(["2", 2]);
});

test("a policy that cannot be meant is refused where the decorator is called", () => {
  const { bind } = scriptedInfrastructure({});
  expect(() => bind({ infrastructureRetries: -1 })).toThrow("infrastructureRetries of");
  expect(() => bind({ infrastructureRetries: { maximum: 1, causes: ["preempt" as "preempted"] } })).toThrow(
    "preempted",
  );
  expect(() => bind({ infrastructureRetries: { maximum: 1, delay: 1 } as never })).toThrow("delay of");
});

test("retries are refused, before the run exists, where storage cannot tell which of two attempts ended first", async () => {
  const reference = { module: "test_unconditional.bundles", arguments: {} };
  registerStorageModule({
    specificationVersion: "v1",
    module: reference.module,
    open: async () => ({ ...createMemoryStorage(), conditionalWrites: false }),
  });
  const { bind, requests } = scriptedInfrastructure(
    {},
    { defaultStorage: () => ({ submitter: reference, runner: reference }) },
  );
  const call = bind({ infrastructureRetries: 1 })(attemptOfRun);
  await expect(call()).rejects.toThrow(/infrastructureRetries.*needs storage that can create/s);
  expect(requests.launched).toEqual([]);
});

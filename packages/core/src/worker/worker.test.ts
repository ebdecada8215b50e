import { describe, expect, test } from "@jest/globals";
import { setTimeout as delay } from "node:timers/promises";
import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { flow, getRunContext, InfrastructureOptionError, localProcess } from "../index.ts";
import { processInfrastructure } from "../infrastructure/process/local-process.ts";
import { useTemporaryHome } from "../submission/fixtures/temporary-home.ts";
import { requeueRun } from "../submission/requeue-run.ts";
import type { WorkerOptions } from "./worker-options.ts";
import { runWorker } from "./worker.ts";

const home = useTemporaryHome();

const double = flow({ name: "double" }, async (n: number) => n * 2);

/** A pool of its own, and what a worker of it would say. */
async function createPool(overrides: { concurrency_limit?: number; is_paused?: boolean } = {}) {
  const client = await home();
  const { name } = await client.createWorkPool({ name: `pool-${Math.random()}`, type: "process", ...overrides });
  const said: string[] = [];
  const say = (message: string): void => void said.push(message);
  const toOptions = (more: Partial<WorkerOptions> = {}): WorkerOptions => ({
    client,
    infrastructure: processInfrastructure as unknown as InfrastructureType<CommonInfrastructureOptions, unknown>,
    workPool: name,
    name: "w",
    workQueues: [],
    limit: null,
    prefetchSeconds: 0,
    querySeconds: 0.05,
    heartbeatSeconds: 30,
    runOnce: true,
    signal: new AbortController().signal,
    report: { info: say, warn: say, error: say },
    ...more,
  });
  const work = (more?: Partial<WorkerOptions>): Promise<void> => runWorker(toOptions(more), { lastPolledAt: 0 });
  return { client, name, said, work };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}

async function createForeignRun(client: PrefectClient, pool: string): Promise<string> {
  const { id: flow_id } = await client.createFlow({ name: "python" });
  const { id } = await client.createFlowRun({ flow_id, work_pool_name: pool, state: { type: "SCHEDULED" } });
  return id;
}

describe("a worker", () => {
  test("runs what was left to its pool, whose submitter gets the result", async () => {
    const { name, work, client } = await createPool();
    const future = await localProcess({ workPool: name })(double).submitToWorkPool(21);
    expect(await future.state()).toMatchObject({ type: "SCHEDULED" });
    await work();
    expect(await future.result()).toBe(42);
    const states = await client.readFlowRunStates(future.flowRunId);
    expect(states.map((state) => state.name)).toEqual(["Pending", "Scheduled", "Pending", "Running", "Completed"]);
    expect((await client.readFlowRun(future.flowRunId)).infrastructure_pid).not.toBeNull();
    expect(await client.filterWorkers(name)).toEqual([]);
  });

  test("throws here what the flow threw there", async () => {
    const { name, work } = await createPool();
    const fail = flow(async () => {
      throw new RangeError("too far");
    });
    const future = await localProcess({ workPool: name })(fail).submitToWorkPool();
    await work();
    await expect(future.result()).rejects.toThrow(new RangeError("too far"));
  });

  test("refuses a run of another program once, and leaves it scheduled", async () => {
    const { name, work, said, client } = await createPool();
    const foreign = await createForeignRun(client, name);
    await work();
    expect(said.filter((line) => line.includes(foreign))).toEqual([expect.stringContaining("Python edition")]);
    expect((await client.readFlowRun(foreign)).state_type).toBe("SCHEDULED");
  });

  test("starts each run once, whoever else serves the pool", async () => {
    const { name, work, client } = await createPool();
    const bound = localProcess({ workPool: name })(double);
    const futures = await Promise.all(Array.from({ length: 8 }, (_, n) => bound.submitToWorkPool(n)));
    await Promise.all(["a", "b"].map((worker) => work({ name: worker })));
    expect(await Promise.all(futures.map((future) => future.result()))).toEqual([0, 2, 4, 6, 8, 10, 12, 14]);
    for (const { flowRunId } of futures) {
      const states = await client.readFlowRunStates(flowRunId);
      expect(states.filter((state) => state.type === "RUNNING")).toHaveLength(1);
    }
  });

  test("has no more runs at once than its limit, and takes the next when one ends", async () => {
    const { name, work, client } = await createPool();
    const bound = localProcess({ workPool: name })(double);
    const futures = await Promise.all([1, 2, 3].map((n) => bound.submitToWorkPool(n)));
    const stop = new AbortController();
    const working = work({ limit: 1, runOnce: false, querySeconds: 60, signal: stop.signal });
    expect(await Promise.all(futures.map((future) => future.result()))).toEqual([2, 4, 6]);
    stop.abort();
    await working;
    const runs = await Promise.all(futures.map(({ flowRunId }) => client.readFlowRun(flowRunId)));
    const times = runs.map((run) => [Date.parse(run.start_time ?? ""), Date.parse(run.end_time ?? "")] as const);
    const sorted = times.toSorted(([left], [right]) => left - right);
    sorted.slice(1).forEach(([start], index) => expect(start).toBeGreaterThanOrEqual(sorted[index]?.[1] ?? 0));
  });

  test("takes the queues that it is told, those of the best priority first", async () => {
    const { name, work, client } = await createPool();
    await client.createWorkQueue(name, { name: "urgent", priority: 1 });
    await client.createWorkQueue(name, { name: "other", priority: 9 });
    const bound = localProcess({ workPool: name })(double);
    const other = await bound.with({ workQueue: "other" }).submitToWorkPool(1);
    const urgent = await bound.with({ workQueue: "urgent" }).submitToWorkPool(2);
    const plain = await bound.submitToWorkPool(3);
    await work({ workQueues: ["urgent", "other"], limit: 1 });
    expect(await urgent.result()).toBe(4);
    expect((await other.state()).type).toBe("SCHEDULED");
    await work({ workQueues: ["urgent", "other"] });
    expect(await other.result()).toBe(2);
    expect((await plain.state()).type).toBe("SCHEDULED");
  });

  test("takes the runs of a whole pool by the priority of their queues, and then by their time", async () => {
    const { name, work, client, said } = await createPool();
    await client.createWorkQueue(name, { name: "urgent", priority: 1 });
    await client.updateWorkQueue(name, "default", { priority: 5 });
    const bound = localProcess({ workPool: name })(double);
    const plain = await bound.with({ flowRunName: "plain" }).submitToWorkPool(1);
    const later = await bound.with({ flowRunName: "later", workQueue: "urgent" }).submitToWorkPool(2);
    const first = await bound.with({ flowRunName: "first", workQueue: "urgent" }).submitToWorkPool(3);
    await client.setFlowRunState(later.flowRunId, { type: "SCHEDULED", scheduledTime: new Date(Date.now() + 50) });
    const stop = new AbortController();
    const working = work({ limit: 1, runOnce: false, prefetchSeconds: 10, querySeconds: 60, signal: stop.signal });
    await Promise.all([plain, later, first].map((future) => future.result()));
    stop.abort();
    await working;
    const started = said.flatMap((line) => /submitting flow run '.+' \((.+)\)/.exec(line)?.[1] ?? []);
    expect(started).toEqual(["first", "later", "plain"]);
  });

  test("has no more runs of a queue at once than the queue allows, from the claim on", async () => {
    const { name, work, client } = await createPool();
    await client.createWorkQueue(name, { name: "narrow", concurrency_limit: 1 });
    const bound = localProcess({ workPool: name })(double);
    const futures = await Promise.all([1, 2, 3].map((n) => bound.with({ workQueue: "narrow" }).submitToWorkPool(n)));
    const stop = new AbortController();
    const workers = ["a", "b"].map((worker) => work({ name: worker, runOnce: false, signal: stop.signal }));
    expect(await Promise.all(futures.map((future) => future.result()))).toEqual([2, 4, 6]);
    stop.abort();
    await Promise.all(workers);
    const spans = await Promise.all(
      futures.map(async ({ flowRunId }) => {
        const states = await client.readFlowRunStates(flowRunId);
        const [claimed, ended] = [states.findLast(({ type }) => type === "PENDING"), states.at(-1)];
        return [Date.parse(claimed?.timestamp ?? ""), Date.parse(ended?.timestamp ?? "")] as const;
      }),
    );
    const sorted = spans.toSorted(([left], [right]) => left - right);
    sorted.slice(1).forEach(([claimed], index) => expect(claimed).toBeGreaterThanOrEqual(sorted[index]?.[1] ?? 0));
  });

  test("leaves a run alone before its time", async () => {
    const { name, work } = await createPool();
    const scheduledTime = new Date(Date.now() + 3_600_000);
    const future = await localProcess({ workPool: name })(double).with({ scheduledTime }).submitToWorkPool(1);
    await work();
    expect((await future.state()).type).toBe("SCHEDULED");
    await future.cancel();
    expect((await future.state()).type).toBe("CANCELLED");
  });

  test("leaves what runs to the next worker when it stops, which looks after it", async () => {
    const { name, work, client } = await createPool();
    const wait = flow(async () => {
      await new Promise((resolve) => setTimeout(resolve, 4000));
      return "done";
    });
    const future = await localProcess({ workPool: name })(wait).submitToWorkPool();
    const first = new AbortController();
    const leaving = work({ signal: first.signal });
    await until(async () => (await client.readFlowRun(future.flowRunId)).state_type === "RUNNING");
    first.abort();
    await leaving;
    await work({ name: "second" });
    expect(await future.result()).toBe("done");
  });

  test("launches what a worker that is gone had claimed", async () => {
    const { name, work, client } = await createPool();
    const future = await localProcess({ workPool: name })(double).submitToWorkPool(2);
    const message = "Worker 'gone' starts this flow run.";
    await client.setFlowRunState(future.flowRunId, { type: "PENDING", message });
    await work();
    expect(await future.result()).toBe(4);
  });

  test("cancels what it started", async () => {
    const { name, work, client } = await createPool();
    const endless = flow(async () => {
      const { signal } = getRunContext();
      while (!signal.aborted) await new Promise((resolve) => void setTimeout(resolve, 50));
      throw signal.reason;
    });
    const future = await localProcess({ workPool: name })(endless).submitToWorkPool();
    const working = work();
    await until(async () => (await client.readFlowRun(future.flowRunId)).state_type === "RUNNING");
    await client.setFlowRunState(future.flowRunId, { type: "CANCELLING" });
    await working;
    expect((await future.state()).type).toBe("CANCELLED");
  });

  test("ends a run that it cannot launch, with the reason", async () => {
    const { name, work, said } = await createPool();
    const future = await localProcess({ workPool: name, jobVariables: { working_dir: "/nowhere/at/all" } })(
      double,
    ).submitToWorkPool(1);
    await work();
    expect(await future.state()).toMatchObject({
      type: "CRASHED",
      message: expect.stringContaining("/nowhere/at/all"),
    });
    expect(said.join("\n")).toContain("/nowhere/at/all");
  });

  test("takes nothing from a pool that is paused", async () => {
    const { name, work, client } = await createPool({ is_paused: true });
    const future = await localProcess({ workPool: name })(double).submitToWorkPool(1);
    await work();
    expect((await future.state()).type).toBe("SCHEDULED");
    await client.updateWorkPool(name, { is_paused: false });
    await work();
    expect(await future.result()).toBe(2);
  });
});

describe("a run that has ended", () => {
  test("is started again by a worker when it is retried, with the parameters that it had", async () => {
    const { name, work, client } = await createPool();
    const flaky = flow(async (n: number) => {
      if (process.env["PREFECT__FLOW_RUN_ATTEMPT"] === "1") throw new Error("not yet");
      return n + 1;
    });
    const bound = localProcess({ workPool: name })(flaky);
    const { flowRunId } = await bound.submitToWorkPool(1);
    await expect(requeueRun(client, flowRunId)).rejects.toThrow("has to end before");
    await work();
    await requeueRun(client, flowRunId);
    await work();
    expect(await bound.attach(flowRunId).result()).toBe(2);
  });
});

describe("submitToWorkPool", () => {
  test("refuses what no worker could look up, before there is a run", async () => {
    const { name, client } = await createPool();
    const bound = localProcess({ workPool: name, secrets: { TOKEN: { source: "env", name: "HOME" } } })(double);
    await expect(bound.submitToWorkPool(1)).rejects.toThrow(InfrastructureOptionError);
    expect(await client.countFlowRuns({ work_pools: { name: { any_: [name] } } })).toBe(0);
  });
});

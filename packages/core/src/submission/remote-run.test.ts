import { describe, expect, test } from "@jest/globals";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CancelledRunError, flow, getRunContext, getRunLogger, localProcess, secret } from "../index.ts";
import { useTemporaryHome } from "./fixtures/temporary-home.ts";

const controlPlane = useTemporaryHome();
const bind = localProcess();
const bindWithSecret = localProcess({ secrets: { TOKEN: secret.env("TOKEN_OF_THE_SUBMITTER") } });

const describeRun = bind(
  flow({ name: "describe-run", tags: ["of the flow"] }, async () => {
    const { flowRun } = getRunContext();
    return { name: flowRun.name, tags: [...flowRun.tags].sort(), level: process.env["LEVEL"] ?? null };
  }),
);
const double = bind(flow({ name: "double" }, async (value: number) => value * 2));
const failAt = bind(
  flow({ name: "fail-at" }, async (value: number) => {
    if (value === 2) throw new RangeError("two is too much");
    return value;
  }),
);
const untilAborted = bind(
  flow({ name: "until-aborted" }, async () => {
    const { signal } = getRunContext();
    getRunLogger().info("waiting");
    // A timer holds the process, which would otherwise see that nothing can settle the flow.
    await delay(60_000, undefined, { signal });
  }),
);
const countRuns = bind(
  flow({ name: "count-runs" }, async () => {
    const { runCount } = getRunContext().flowRun;
    if (runCount < 3) throw new Error(`run ${runCount} fails`);
    return runCount;
  }),
);

describe("a run in a process of its own", () => {
  test("is told what with() says about the call", async () => {
    const options = { flowRunName: "tuesday", tags: ["nightly"], env: { LEVEL: "9" } };
    expect(await describeRun.with(options)()).toEqual({
      name: "tuesday",
      tags: ["nightly", "of the flow"],
      level: "9",
    });
  });

  test("finds its secrets in its environment, and they are nowhere in storage or in the control plane", async () => {
    process.env["TOKEN_OF_THE_SUBMITTER"] = "s3cret-value";
    const call = bindWithSecret(flow({ name: "read-secret" }, async () => process.env["TOKEN"]?.length));
    const future = await call.submit();
    expect(await future.result()).toBe("s3cret-value".length);
    const run = await (await controlPlane()).readFlowRun(future.flowRunId);
    expect(JSON.stringify(run)).not.toContain("s3cret-value");
    expect(await filesContaining(process.env["PREFECT_HOME"] ?? "", "s3cret-value")).toEqual([]);
    delete process.env["TOKEN_OF_THE_SUBMITTER"];
    await expect(call()).rejects.toThrow("TOKEN_OF_THE_SUBMITTER is not set");
  });

  test("is found again by an idempotency key instead of being made twice", async () => {
    const once = double.with({ idempotencyKey: "once" });
    const [first, second] = [await once.submit(4), await once.submit(5)];
    expect(second.flowRunId).toBe(first.flowRunId);
    expect([await first.result(), await second.result()]).toEqual([8, 8]);
  });

  test("is made once by calls with one idempotency key at the same time", async () => {
    const once = double.with({ idempotencyKey: "at-once" });
    const [first, second] = await Promise.all([once.submit(6), once.submit(6)]);
    expect(second.flowRunId).toBe(first.flowRunId);
    expect([await first.result(), await second.result()]).toEqual([12, 12]);
  });

  test("is cancelled, whatever the reason, when its call is aborted before it has started", async () => {
    const controller = new AbortController();
    const submitting = double.with({ signal: controller.signal, idempotencyKey: "aborted" }).submit(1);
    controller.abort(new Error("changed my mind"));
    await expect(submitting).rejects.toThrow("changed my mind");
    const runs = await (await controlPlane()).filterFlowRuns({ flow_runs: { idempotency_key: { any_: ["aborted"] } } });
    for (const run of runs) expect(run.state_type).toBe("CANCELLED");
  });

  test("that two callers retry at once is retried by one of them", async () => {
    const future = await double.submit(5);
    await future.wait();
    const retries = await Promise.allSettled([double.retry(future), double.retry(future)]);
    expect(retries).toContainEqual({ status: "fulfilled", value: 10 });
    expect(await future.state()).toMatchObject({ type: "COMPLETED" });
  });

  test("has the options of withOptions, though they are not in its source", async () => {
    await expect(countRuns()).rejects.toThrow("run 1 fails");
    expect(await countRuns.withOptions({ flow: { retries: 2 } })()).toBe(3);
  });

  test("shows its states, its parameters, its pool and its process in the control plane", async () => {
    const future = await double.submit(21);
    expect(await future.result()).toBe(42);
    const client = await controlPlane();
    const run = await client.readFlowRun(future.flowRunId);
    expect(run).toMatchObject({ parameters: { value: 21 }, work_pool_name: "local-process", run_count: 1 });
    expect(run.infrastructure_pid).toMatch(/^\d+$/);
    const states = await client.readFlowRunStates(future.flowRunId);
    expect(states.map(({ name }) => name)).toEqual(["Pending", "Running", "Completed"]);
  });

  test("gives its log while it goes on and after it has ended", async () => {
    const future = await untilAborted.submit();
    for await (const { message } of future.logs()) if (message === "waiting") break;
    await future.cancel();
    const kept: string[] = [];
    for await (const { message } of untilAborted.attach(future.flowRunId).logs()) kept.push(message);
    expect(kept).toContain("waiting");
  });

  test("ends Cancelled and leaves no process when it is cancelled", async () => {
    const future = await untilAborted.submit();
    for await (const { message } of future.logs()) if (message === "waiting") break;
    await future.cancel();
    expect(await future.state()).toMatchObject({ name: "Cancelled", message: "Flow run was cancelled." });
    await expect(future.result()).rejects.toThrow(CancelledRunError);
    const { infrastructure_pid: processId } = await (await controlPlane()).readFlowRun(future.flowRunId);
    expect(() => process.kill(Number(processId), 0)).toThrow("ESRCH");
  });

  test("is cancelled by the signal of its call", async () => {
    const controller = new AbortController();
    const future = await untilAborted.with({ signal: controller.signal }).submit();
    for await (const { message } of future.logs()) if (message === "waiting") break;
    controller.abort();
    expect(await future.wait()).toMatchObject({ message: "Flow run was cancelled." });
  });

  test("is run again as a new attempt by retry(), with the parameters that it had", async () => {
    const future = await double.submit(8);
    await future.wait();
    expect(await double.retry(future)).toBe(16);
    const run = await (await controlPlane()).readFlowRun(future.flowRunId);
    expect(run).toMatchObject({ state_name: "Completed", run_count: 2 });
  });

  test("of a flow that another flow calls is its child", async () => {
    const parent = flow({ name: "parent" }, async () => {
      const child = await double.submit(1);
      await child.result();
      return { parentId: getRunContext().flowRun.id, childId: child.flowRunId };
    });
    const { parentId, childId } = await parent();
    const client = await controlPlane();
    const { parent_task_run_id: taskRunId } = await client.readFlowRun(childId);
    expect(await client.readTaskRun(taskRunId ?? "")).toMatchObject({ flow_run_id: parentId, state_type: "COMPLETED" });
  });
});

describe("map", () => {
  test("runs each item and keeps their order", async () => {
    expect(await double.map([1, 2, 3], { concurrency: 2 }).toArray()).toEqual([2, 4, 6]);
  });

  test("tells each failure with its item and goes on", async () => {
    const outcomes = await Array.fromAsync(failAt.map([1, 2, 3]).settled());
    expect(outcomes.map(({ item, status }) => [item, status])).toEqual([
      [1, "fulfilled"],
      [2, "rejected"],
      [3, "fulfilled"],
    ]);
    expect(outcomes[1]).toMatchObject({ reason: { name: "RangeError", message: "two is too much" } });
  });
});

test("plan() shows no secret of a block", async () => {
  const client = await controlPlane();
  const type = await client.readBlockType("secret");
  const [schema] = await client.filterBlockSchemas({ block_schemas: { block_type_id: { any_: [type?.id ?? ""] } } });
  const ids = { block_type_id: type?.id ?? "", block_schema_id: schema?.id ?? "" };
  await client.createBlockDocument({ name: "token", data: { value: "s3cret-of-a-block" }, ...ids });
  const call = localProcess({ env: { TOKEN: "{{ prefect.blocks.secret.token }}" } })(flow(async () => 1));
  const plan = await call.plan();
  expect(plan.jobConfiguration["env"]).toMatchObject({ TOKEN: expect.any(String) });
  expect(JSON.stringify(plan)).not.toContain("s3cret-of-a-block");
});

test("plan() tells what a call would create and creates nothing", async () => {
  const client = await controlPlane();
  const before = await client.countFlowRuns();
  const plan = await double.plan(3);
  expect(plan).toMatchObject({ flowName: "double", workPool: { name: "local-process", type: "process" } });
  expect(plan.command).toContain("execute");
  expect(plan.bundle.bytes).toBeLessThan(5000);
  expect(await client.countFlowRuns()).toBe(before);
});

async function filesContaining(directory: string, text: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map(async (file) => [file, await readFile(file)] as const));
  return contents.filter(([, content]) => content.includes(text)).map(([file]) => file);
}

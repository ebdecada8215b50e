import { describe, expect, test } from "@jest/globals";
import {
  flow,
  localProcess,
  ValueNotSerializableError,
  WorkPoolNotFoundError,
  WorkPoolPausedError,
  WorkPoolTypeMismatchError,
} from "../index.ts";
import { processInfrastructure } from "../infrastructure/process/local-process.ts";
import { useTemporaryHome } from "./fixtures/temporary-home.ts";

const controlPlane = useTemporaryHome();
const hello = flow({ name: "hello" }, async (name: unknown) => `hello ${String(name)}`);

async function createPool(name: string, more: object = {}): Promise<void> {
  const client = await controlPlane();
  await client.createWorkPool({
    name,
    type: "process",
    base_job_template: { ...processInfrastructure.baseJobTemplate },
    ...more,
  });
}

describe("a call is refused before a run exists", () => {
  test.each([
    ["its pool is missing", "nowhere", null, WorkPoolNotFoundError, "work-pool create nowhere --type process"],
    ["its pool is paused", "resting", { is_paused: true }, WorkPoolPausedError, "work-pool resume resting"],
    ["its pool is of another type", "cluster", { type: "kubernetes" }, WorkPoolTypeMismatchError, "'kubernetes'"],
  ])("when %s", async (_case, workPool, more, errorClass, mend) => {
    if (more !== null) await createPool(workPool, more);
    const error = await localProcess({ workPool })(hello)("you").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({ message: expect.stringContaining(mend) });
    expect(await (await controlPlane()).countFlowRuns()).toBe(0);
  });

  test("when a parameter cannot travel, by its path", async () => {
    const call = localProcess()(hello)({ pool: { close: () => undefined } });
    await expect(call).rejects.toThrow(ValueNotSerializableError);
    await expect(call).rejects.toThrow("parameters.name.pool.close");
    expect(await (await controlPlane()).countFlowRuns()).toBe(0);
  });

  test("when the pool's template uses a variable that it does not declare", async () => {
    const client = await controlPlane();
    await createPool("broken");
    const { variables, job_configuration: configuration } = processInfrastructure.baseJobTemplate;
    const template = { variables, job_configuration: { ...configuration, image: "{{ image }}" } };
    const refusal = client.updateWorkPool("broken", { base_job_template: template });
    await expect(refusal).rejects.toThrow("image");
  });
});

test("a pool at its limit makes runs wait for each other", async () => {
  await createPool("narrow", { concurrency_limit: 1 });
  const bound = localProcess({ workPool: "narrow" })(hello);
  expect(await Promise.all([bound("a"), bound("b"), bound("c")])).toEqual(["hello a", "hello b", "hello c"]);
  const client = await controlPlane();
  const runs = await client.filterFlowRuns({ work_pools: { name: { any_: ["narrow"] } } });
  const spans = runs.map(({ start_time: start, end_time: end }) => [start ?? "", end ?? ""] as const).toSorted();
  for (const [index, [start]] of spans.entries()) expect(start >= (spans[index - 1]?.[1] ?? "")).toBe(true);
});

test("a run that is cancelled while it waits for a slot does not start", async () => {
  await createPool("full", { concurrency_limit: 1 });
  const client = await controlPlane();
  const other = await client.createFlow({ name: "other" });
  const holder = await client.createFlowRun({ flow_id: other.id, work_pool_name: "full", state: { type: "RUNNING" } });
  const waiting = localProcess({ workPool: "full" })(hello).with({ flowRunName: "waits" })("you");
  waiting.catch(() => undefined);
  const [run] = await untilFound(() => client.filterFlowRuns({ flow_runs: { name: { any_: ["waits"] } } }));
  await client.setFlowRunState(run?.id ?? "", { type: "CANCELLED" });
  await expect(waiting).rejects.toThrow("Cancelled");
  expect(await client.readFlowRun(run?.id ?? "")).toMatchObject({ state_type: "CANCELLED", run_count: 0 });
  await client.setFlowRunState(holder.id, { type: "COMPLETED" });
});

async function createResultBlock(name: string): Promise<string> {
  const client = await controlPlane();
  const type = await client.readBlockType("local-file-system");
  const [schema] = await client.filterBlockSchemas({ block_schemas: { block_type_id: { any_: [type?.id ?? ""] } } });
  const { id } = await client.createBlockDocument({
    name,
    data: { basepath: `${process.env["PREFECT_HOME"]}/${name}` },
    block_type_id: type?.id ?? "",
    block_schema_id: schema?.id ?? "",
  });
  return id;
}

test("results go to the pool's storage block, in the form that Prefect reads, unless the flow names its own", async () => {
  const [ofPool, ofFlow] = [await createResultBlock("of-pool"), await createResultBlock("of-flow")];
  await createPool("storing", { storage_configuration: { default_result_storage_block_id: ofPool } });
  for (const [options, block] of [
    [{}, ofPool],
    [{ resultStorage: "local-file-system/of-flow" }, ofFlow],
  ] as const) {
    const future = await localProcess({ workPool: "storing" })(hello.withOptions(options)).submit("you");
    expect(await future.result()).toBe("hello you");
    const { data } = await future.state();
    expect(data).toMatchObject({ storage_block_id: block, serializer: { type: "json" } });
  }
});

async function untilFound<T>(find: () => Promise<readonly T[]>): Promise<readonly T[]> {
  for (;;) {
    const found = await find();
    if (found.length > 0) return found;
  }
}

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createBothEditions, type BothEditions } from "../harness/both-editions.ts";

const pool = "beside";

let user: BothEditions;

beforeAll(async () => {
  user = await createBothEditions({
    files: {
      "queued.mjs": `
        import { flow, localProcess } from "prefect-core";
        const double = flow({ name: "double", logPrints: true }, async (n) => {
          console.log("doubling", n);
          return n * 2;
        });
        const future = await localProcess({ workPool: "${pool}" })(double).submitToWorkPool(21);
        console.log("scheduled", future.flowRunId);
        console.log("result", await future.result());`,
      "results.mjs": `
        import { flow, localProcess } from "prefect-core";
        const give = flow({ name: "give" }, async (value) => value);
        const bound = localProcess({ workPool: "${pool}" })(give);
        const ids = [];
        for (const value of [{ data: "x" }, { result: 1 }, [1, "two", null], "text"]) {
          const future = await bound.submit(value);
          await future.result();
          ids.push(future.flowRunId);
        }
        console.log(ids.join(" "));`,
      "read.py": `
import asyncio, json, sys
from uuid import UUID
from prefect.client.orchestration import get_client

async def main():
    async with get_client() as client:
        runs = [await client.read_flow_run(UUID(id)) for id in sys.argv[1:]]
        print(json.dumps([await run.state.aresult() for run in runs]))

asyncio.run(main())
`,
    },
  });
  await user.typescript(`work-pool create ${pool} --type process`);
  await user.typescript(`work-pool storage configure local ${pool} --basepath ${user.project.home}/shared`);
});

afterAll(() => user.remove());

const startWorker = ["prefect", "worker", "start", "--pool", pool, "--install-policy", "never"];

describe("beside Prefect's Python edition", () => {
  test("a Python worker starts a TypeScript flow, whose runner reports to the server", async () => {
    const submitting = user.script("queued.mjs");
    let scheduled = 0;
    while (scheduled === 0) {
      scheduled = await user.post<number>("/flow_runs/count", {
        flow_runs: { state: { type: { any_: ["SCHEDULED"] } } },
        work_pools: { name: { any_: [pool] } },
      });
    }
    await user.python(...startWorker, "--run-once");
    const stdout = await submitting;
    const id = /scheduled (\S+)/.exec(stdout)?.[1] ?? "";
    expect(stdout).toContain("result 42");
    const run = await user.read(`/flow_runs/${id}`);
    expect(run).toMatchObject({ state_type: "COMPLETED", run_count: 1, labels: { "prefect.worker.type": "process" } });
    expect(await user.typescript(`flow-run logs ${id}`)).toContain("doubling 21");
  });

  test("our worker names a Python run of the same pool, and leaves it to a Python worker", async () => {
    const flow = await user.post<{ id: string }>("/flows/", { name: "python" });
    const state = { type: "SCHEDULED" };
    const run = await user.post<{ id: string }>("/flow_runs/", { flow_id: flow.id, work_pool_name: pool, state });
    const said = await user.typescript(`worker start --pool ${pool} --run-once`);
    expect(said).toMatch(new RegExp(`${run.id}.*cannot be started by this worker.*Python edition`));
    expect(await user.read(`/flow_runs/${run.id}`)).toMatchObject({ state_type: "SCHEDULED" });
    await fetch(`${user.apiUrl}/flow_runs/${run.id}`, { method: "DELETE" });
  });

  test("Python reads what TypeScript flows returned, as those values", async () => {
    const ids = (await user.script("results.mjs")).trim().split("\n").at(-1)?.split(" ") ?? [];
    const { stdout } = await user.startPython(["python", "read.py", ...ids]).ended;
    expect(JSON.parse(stdout)).toEqual([{ data: "x" }, { result: 1 }, [1, "two", null], "text"]);
  });
});

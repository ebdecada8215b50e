import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createProject, type Project } from "../harness/project.ts";
import { requireSetting } from "../harness/required-setting.ts";
import { mustRun, runCommand } from "../harness/run-command.ts";

const apiUrl = requireSetting("PREFECT_TEST_SERVER_URL");
const prefect = requireSetting("PREFECT_TEST_PYTHON_COMMAND");
const pool = "beside";

let home: string;
let project: Project;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "prefect-python-"));
  project = await createProject({
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
  });
  await typescript(`work-pool create ${pool} --type process`);
  await typescript(`work-pool storage configure local ${pool} --basepath ${project.home}/shared`);
});

afterAll(async () => {
  await project.remove();
  await rm(home, { recursive: true, force: true });
});

const env = { PREFECT_API_URL: apiUrl, PREFECT_WORKER_QUERY_SECONDS: "0.5" };

async function typescript(commandLine: string): Promise<string> {
  const cli = path.join(project.directory, "node_modules/prefect-core/dist/cli.js");
  const { exitCode, stdout, stderr } = await project.node([cli, ...commandLine.split(" ")], {
    env,
    timeoutSeconds: 90,
  });
  if (exitCode !== 0) throw new Error(`${commandLine}: ${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}

async function python(...command: readonly string[]): Promise<string> {
  return await mustRun(command, { cwd: project.directory, env: { ...env, PREFECT_HOME: home }, timeoutSeconds: 110 });
}

async function post<T>(route: string, body: object): Promise<T> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${apiUrl}${route}`, { method: "POST", headers, body: JSON.stringify(body) });
  return (await answer.json()) as T;
}

describe("beside Prefect's Python edition", () => {
  test("a Python worker starts a TypeScript flow, whose runner reports to the server", async () => {
    const submitting = project.node(["queued.mjs"], { env, timeoutSeconds: 110 });
    let scheduled = 0;
    while (scheduled === 0) {
      scheduled = await post<number>("/flow_runs/count", {
        flow_runs: { state: { type: { any_: ["SCHEDULED"] } } },
        work_pools: { name: { any_: [pool] } },
      });
    }
    await python(prefect, "--no-prompt", "worker", "start", "--pool", pool, "--run-once", "--install-policy", "never");
    const { stdout } = await submitting;
    const id = /scheduled (\S+)/.exec(stdout)?.[1] ?? "";
    expect(stdout).toContain("result 42");
    const run = await (await fetch(`${apiUrl}/flow_runs/${id}`)).json();
    expect(run).toMatchObject({ state_type: "COMPLETED", run_count: 1, labels: { "prefect.worker.type": "process" } });
    expect(await typescript(`flow-run logs ${id}`)).toContain("doubling 21");
  });

  test("our worker names a Python run of the same pool, and leaves it to a Python worker", async () => {
    const flow = await post<{ id: string }>("/flows/", { name: "python" });
    const state = { type: "SCHEDULED" };
    const run = await post<{ id: string }>("/flow_runs/", { flow_id: flow.id, work_pool_name: pool, state });
    const said = await typescript(`worker start --pool ${pool} --run-once`);
    expect(said).toMatch(new RegExp(`${run.id}.*cannot be started by this worker.*Python edition`));
    expect(await (await fetch(`${apiUrl}/flow_runs/${run.id}`)).json()).toMatchObject({ state_type: "SCHEDULED" });
  });

  test("Python reads what TypeScript flows returned, as those values", async () => {
    const { stdout, stderr } = await project.node(["results.mjs"], { env, timeoutSeconds: 110 });
    expect(stderr).not.toContain("Error");
    const ids = stdout.trim().split("\n").at(-1)?.split(" ") ?? [];
    const read = await runCommand([path.join(path.dirname(prefect), "python"), "read.py", ...ids], {
      cwd: project.directory,
      env: { ...env, PREFECT_HOME: home },
    });
    expect(JSON.parse(read.stdout)).toEqual([{ data: "x" }, { result: 1 }, [1, "two", null], "text"]);
  });
});

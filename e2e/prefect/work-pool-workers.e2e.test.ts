import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type OwnServer, startOwnServer } from "../harness/own-server.ts";
import { createProject, type Project } from "../harness/project.ts";
import { requireSetting } from "../harness/required-setting.ts";
import { startCommand, type RunningCommand } from "../harness/run-command.ts";
import { loadScale } from "../harness/scale.ts";

const prefectServer = requireSetting("PREFECT_TEST_SERVER_URL");
const manyRuns = Math.round(200 * loadScale());

const flows = `
  import { flow, localProcess } from "prefect-core";
  export const bind = (fn, options = {}) => localProcess({ workPool: process.argv[2], ...options })(fn);
  export const print = (value) => console.log(JSON.stringify(value));
  export const double = flow({ name: "double", logPrints: true }, async (n) => {
    console.log("doubling", n);
    return n * 2;
  });
`;

let project: Project;
let ours: OwnServer;
let pools = 0;

beforeAll(async () => {
  project = await createProject({
    "flows.mjs": flows,
    "one.mjs": `
      import { bind, double, print } from "./flows.mjs";
      const future = await bind(double).submitToWorkPool(21);
      print({ id: future.flowRunId, result: await future.result() });`,
    "submit.mjs": `
      import { bind, double, print } from "./flows.mjs";
      const count = Number(process.argv[3]);
      const ids = [];
      for (let n = 0; n < count; n += 20) {
        const batch = Array.from({ length: Math.min(20, count - n) }, (_, at) => n + at);
        ids.push(...(await Promise.all(batch.map((each) => bind(double).submitToWorkPool(each)))).map((run) => run.flowRunId));
      }
      print(ids);`,
    "slow.mjs": `
      import { flow } from "prefect-core";
      import { bind, print } from "./flows.mjs";
      const slow = flow({ name: "slow" }, async () => await new Promise((resolve) => setTimeout(resolve, 600_000)));
      print((await bind(slow).submitToWorkPool()).flowRunId);`,
  });
  ours = await startOwnServer();
});

afterAll(async () => {
  await ours.close();
  await project.remove();
});

function cli(): string {
  return path.join(project.directory, "node_modules/prefect-core/dist/cli.js");
}

const targets = [
  { name: "Prefect's server", url: () => prefectServer },
  { name: "our server", url: () => ours.apiUrl },
  { name: "the embedded control plane", url: () => null },
];

describe.each(targets)("on $name", ({ url }) => {
  const env = (): Record<string, string> => {
    const apiUrl = url();
    const webserver = { PREFECT_WORKER_WEBSERVER_HOST: "127.0.0.1", PREFECT_WORKER_WEBSERVER_PORT: "0" };
    return {
      PREFECT_WORKER_QUERY_SECONDS: "0.5",
      ...webserver,
      ...(apiUrl === null ? {} : { PREFECT_API_URL: apiUrl }),
    };
  };

  async function createPool(): Promise<string> {
    const pool = `workers-${(pools += 1)}`;
    await prefect(`work-pool create ${pool} --type process`);
    await prefect(`work-pool storage configure local ${pool} --basepath ${project.home}/shared`);
    return pool;
  }

  async function prefect(commandLine: string): Promise<string> {
    const options = { env: env(), timeoutSeconds: 120 };
    const { exitCode, stdout, stderr } = await project.node([cli(), ...commandLine.split(" ")], options);
    if (exitCode !== 0) throw new Error(`${commandLine}: ${stdout}${stderr}`);
    return stdout;
  }

  async function run<T>(script: string, ...words: readonly string[]): Promise<T> {
    const { exitCode, stdout, stderr } = await project.node([script, ...words], { env: env(), timeoutSeconds: 120 });
    if (exitCode !== 0) throw new Error(`${script}: ${stdout}${stderr}`);
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  }

  function startWorker(pool: string, ...words: readonly string[]): RunningCommand {
    return startCommand([process.execPath, cli(), "worker", "start", "--pool", pool, ...words], {
      cwd: project.directory,
      env: { PREFECT_HOME: project.home, ...env() },
      timeoutSeconds: 300,
    });
  }

  async function stop(worker: RunningCommand): Promise<string> {
    worker.kill("SIGTERM");
    const { stdout, stderr, exitCode } = await worker.ended;
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return `${stdout}${stderr}`;
  }

  const inspect = async (id: string): Promise<InspectedRun> =>
    JSON.parse(await prefect(`flow-run inspect ${id} --output json`)) as InspectedRun;

  test("a healthy worker runs what was left to its pool; its submitter gets the result", async () => {
    const pool = await createPool();
    const worker = startWorker(pool, "--with-healthcheck");
    const [, health = ""] = await worker.printed(/Healthcheck at (\S+)/);
    expect(await (await fetch(health)).json()).toEqual({ message: "OK" });
    const { id, result } = await run<{ id: string; result: number }>("one.mjs", pool);
    expect(result).toBe(42);
    await stop(worker);
    const { state_type, run_count, infrastructure_pid } = await inspect(id);
    expect({ state_type, run_count, infrastructure_pid }).toEqual({
      state_type: "COMPLETED",
      run_count: 1,
      infrastructure_pid: expect.any(String),
    });
    const logs = (await prefect(`flow-run logs ${id}`)).split("\n");
    expect(logs.filter((line) => line.includes("doubling 21"))).toHaveLength(1);
  });

  test(`two workers start each of ${manyRuns} runs once`, async () => {
    const pool = await createPool();
    const ids = await run<string[]>("submit.mjs", pool, String(manyRuns));
    const outputs = await Promise.all(
      ["--limit 6 --name first", "--limit 6 --name second"].map(async (words) => {
        const worker = startWorker(pool, ...words.split(" "));
        await worker.printed(/started!/);
        return worker;
      }),
    );
    const read = async (): Promise<readonly ListedRun[]> => {
      const listed = await prefect(`flow-run ls --flow-name double --limit ${ids.length * 4} --output json`);
      return (JSON.parse(listed) as ListedRun[]).filter(({ id }) => ids.includes(id));
    };
    let runs = await read();
    while (runs.some(({ state_type }) => state_type !== "COMPLETED" && state_type !== "FAILED")) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      runs = await read();
    }
    const said = await Promise.all(outputs.map(stop));
    expect(runs.map(({ state_type, run_count }) => `${state_type} ${run_count}`)).toEqual(ids.map(() => "COMPLETED 1"));
    const starts = said.flatMap((text) => [...text.matchAll(/submitting flow run '(\S+)'/g)].map((match) => match[1]));
    expect(starts.toSorted()).toEqual(ids.toSorted());
    expect(said.map((text) => text.includes("submitting flow run"))).toEqual([true, true]);
  }, 300_000);

  test("a worker that dies is replaced by the next one, which can cancel what it had started", async () => {
    const pool = await createPool();
    const first = startWorker(pool, "--name", "first");
    const id = await run<string>("slow.mjs", pool);
    await first.printed(/submitting flow run/);
    while ((await inspect(id)).state_type !== "RUNNING") continue;
    first.kill("SIGKILL");
    await first.ended;
    const second = startWorker(pool, "--name", "second");
    await second.printed(/started!/);
    await prefect(`flow-run cancel ${id}`);
    while ((await inspect(id)).state_type !== "CANCELLED") continue;
    await stop(second);
  }, 180_000);
});

test("what workers elsewhere could not reach is refused, before there is a run", async () => {
  const env = { PREFECT_API_URL: prefectServer };
  await project.node([cli(), ..."work-pool create without-storage --type process".split(" ")], { env });
  const { exitCode, stderr } = await project.node(["one.mjs", "without-storage"], { env });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: expect.stringContaining("work-pool storage configure"),
  });
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ work_pools: { name: { any_: ["without-storage"] } } });
  const count = await fetch(`${prefectServer}/flow_runs/count`, { method: "POST", headers, body });
  expect(await count.json()).toBe(0);
});

interface ListedRun {
  readonly id: string;
  readonly state_type: string;
  readonly run_count: number;
}

interface InspectedRun {
  readonly state_type: string;
  readonly run_count: number;
  readonly infrastructure_pid: string | null;
}

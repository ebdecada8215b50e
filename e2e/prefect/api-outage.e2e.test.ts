import { setTimeout as delay } from "node:timers/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startApiProxy, type ApiProxy } from "../harness/api-proxy.ts";
import { createProject, type Project } from "../harness/project.ts";
import { requireSetting } from "../harness/required-setting.ts";
import { startCommand } from "../harness/run-command.ts";
import { loadScale } from "../harness/scale.ts";

const server = requireSetting("PREFECT_TEST_SERVER_URL");
const outageSeconds = Math.max(10, Math.round(60 * loadScale()));
const shortRuns = loadScale() < 1 ? 10 : 200;

let proxy: ApiProxy;
let project: Project;

beforeAll(async () => {
  proxy = await startApiProxy(server);
  project = await createProject({
    "flows.mjs": `
      import { flow, localProcess } from "prefect-core";
      const work = flow({ name: "work", logPrints: true }, async (seconds) => {
        for (let second = 0; second < seconds; second += 1) {
          console.log("second", second);
          await new Promise((resolve) => setTimeout(resolve, 1000));
        }
        return seconds;
      });
      const future = await localProcess({ workPool: "outage" })(work)[process.argv[2]](Number(process.argv[3]));
      console.log("run", future.flowRunId);
      console.log("result", await future.result());`,
    "short.mjs": `
      import { flow, localProcess } from "prefect-core";
      const short = flow({ name: "short" }, async (n) => n);
      const bound = localProcess({ workPool: "outage" })(short);
      const ids = [];
      for (let n = 0; n < Number(process.argv[2]); n += 1) ids.push((await bound.submitToWorkPool(n)).flowRunId);
      console.log(JSON.stringify(ids));`,
  });
  await prefect("work-pool create outage --type process");
  await prefect(`work-pool storage configure local outage --basepath ${project.home}/shared`);
});

afterAll(async () => {
  await proxy.close();
  await project.remove();
});

function command(commandLine: string): readonly string[] {
  return [path.join(project.directory, "node_modules/prefect-core/dist/cli.js"), ...commandLine.split(" ")];
}

async function prefect(commandLine: string): Promise<string> {
  const env = { PREFECT_API_URL: server };
  const { exitCode, stdout, stderr } = await project.node(command(commandLine), { env });
  if (exitCode !== 0) throw new Error(`${commandLine}: ${stdout}${stderr}`);
  return stdout;
}

async function readRuns(ids: readonly string[]): Promise<readonly RecordedRun[]> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ flow_runs: { id: { any_: ids } } });
  const answer = await fetch(`${server}/flow_runs/filter`, { method: "POST", headers, body });
  return (await answer.json()) as RecordedRun[];
}

function start(words: readonly string[]) {
  return startCommand([process.execPath, ...words], {
    cwd: project.directory,
    env: { PREFECT_HOME: project.home, PREFECT_API_URL: proxy.apiUrl, PREFECT_WORKER_QUERY_SECONDS: "1" },
    timeoutSeconds: 840,
  });
}

test(`an API that is gone for ${outageSeconds} s while two workers run ${shortRuns} flows loses no run, state, result or line`, async () => {
  const workers = ["first", "second"].map((name) =>
    start(command(`worker start --pool outage --limit 4 --name ${name}`)),
  );
  const seconds = outageSeconds + 10;
  const submitting = start(["flows.mjs", "submitToWorkPool", String(seconds)]);
  const long = (await submitting.printed(/run (\S+)/))[1] ?? "";
  await Promise.race(workers.map((worker) => worker.printed(/second 2/)));
  const queued = await project.node(["short.mjs", String(shortRuns)], {
    env: { PREFECT_API_URL: server },
    timeoutSeconds: 280,
  });
  const ids = JSON.parse(queued.stdout.trim().split("\n").at(-1) ?? "") as string[];
  await Promise.race(workers.map((worker) => worker.printed(/(?:submitting flow run[^]*){3}/)));
  proxy.setDown(true);
  await delay(outageSeconds * 1000);
  proxy.setDown(false);
  expect((await submitting.ended).stdout).toContain(`result ${seconds}`);
  let runs = await readRuns(ids);
  while (
    runs.some(({ state_type }) => state_type === "SCHEDULED" || state_type === "PENDING" || state_type === "RUNNING")
  ) {
    await delay(500);
    runs = await readRuns(ids);
  }
  for (const worker of workers) worker.kill("SIGTERM");
  const said = await Promise.all(workers.map(async ({ ended }) => `${(await ended).stdout}${(await ended).stderr}`));
  expect(runs.map(({ state_type, run_count }) => `${state_type} ${run_count}`)).toEqual(ids.map(() => "COMPLETED 1"));
  const starts = said.flatMap((text) => [...text.matchAll(/submitting flow run '(\S+)'/g)].map((match) => match[1]));
  expect(starts.toSorted()).toEqual([...ids, long].toSorted());
  expect(await readRuns([long])).toMatchObject([{ state_type: "COMPLETED", run_count: 1 }]);
  const lines = (await prefect(`flow-run logs ${long}`)).split("\n").filter((line) => /second \d+$/.test(line));
  expect(lines.map((line) => Number(/second (\d+)$/.exec(line)?.[1]))).toEqual(
    Array.from({ length: seconds }, (_, second) => second),
  );
}, 900_000);

test("a run costs at most 8 API calls besides log batches, heartbeats and reads of states", async () => {
  const before = proxy.requests.length;
  const { stdout } = await start(["flows.mjs", "submit", "1"]).ended;
  expect(stdout).toContain("result 1");
  const counted = proxy.requests.slice(before).filter((request) => !isFree(request));
  expect(counted.slice(8).length > 0 ? counted : []).toEqual([]);
});

/** Log batches, heartbeats, and reads of states. */
function isFree(request: string): boolean {
  return /^POST \/(logs\/|events|flow_runs\/filter)|^GET \/(flow_runs\/|csrf-token)/.test(request);
}

interface RecordedRun {
  readonly state_type: string;
  readonly run_count: number;
}

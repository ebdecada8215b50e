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

function start(words: readonly string[]) {
  return startCommand([process.execPath, ...words], {
    cwd: project.directory,
    env: { PREFECT_HOME: project.home, PREFECT_API_URL: proxy.apiUrl, PREFECT_WORKER_QUERY_SECONDS: "1" },
    timeoutSeconds: 280,
  });
}

test(`an API that is gone for ${outageSeconds} s in mid-run loses no state, no result and no line`, async () => {
  const worker = start(command("worker start --pool outage"));
  const seconds = outageSeconds + 10;
  const submitting = start(["flows.mjs", "submitToWorkPool", String(seconds)]);
  const id = (await submitting.printed(/run (\S+)/))[1] ?? "";
  await worker.printed(/second 2/);
  proxy.setDown(true);
  await delay(outageSeconds * 1000);
  proxy.setDown(false);
  expect((await submitting.ended).stdout).toContain(`result ${seconds}`);
  worker.kill("SIGTERM");
  await worker.ended;
  const run = JSON.parse(await prefect(`flow-run inspect ${id} --output json`)) as object;
  expect(run).toMatchObject({ state_type: "COMPLETED", run_count: 1 });
  const lines = (await prefect(`flow-run logs ${id}`)).split("\n").filter((line) => /second \d+$/.test(line));
  expect(lines.map((line) => Number(/second (\d+)$/.exec(line)?.[1]))).toEqual(
    Array.from({ length: seconds }, (_, second) => second),
  );
}, 300_000);

test("a run costs at most 8 API calls besides log batches, heartbeats and reads of states", async () => {
  const before = proxy.requests.length;
  const { stdout } = await start(["flows.mjs", "submit", "1"]).ended;
  expect(stdout).toContain("result 1");
  const isFree = (request: string): boolean =>
    /^POST \/(logs\/|events|flow_runs\/filter)|^GET \/(flow_runs\/|csrf-token)/.test(request);
  const counted = proxy.requests.slice(before).filter((request) => !isFree(request));
  expect(counted.slice(8).length > 0 ? counted : []).toEqual([]);
});

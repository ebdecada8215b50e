import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createProject, type Project } from "../harness/project.ts";
import { requireSetting } from "../harness/required-setting.ts";
import { runCommand, startCommand, type RunningCommand } from "../harness/run-command.ts";

const python = requireSetting("PREFECT_TEST_PYTHON_COMMAND");

let home: string;
let project: Project;
let server: RunningCommand;
let apiUrl: string;
let completed: string;

/** What Prefect's own command line prints on our server, each run of white space as one space. */
async function runPython(...words: readonly string[]): Promise<string> {
  const env = { PREFECT_API_URL: apiUrl, PREFECT_HOME: home, COLUMNS: "200" };
  const { exitCode, stdout, stderr } = await runCommand([python, "--no-prompt", ...words], { cwd: home, env });
  if (exitCode !== 0)
    throw new Error(`\`prefect ${words.join(" ")}\` exited with code ${exitCode}:\n${stdout}${stderr}`);
  return `${stdout}${stderr}`.replaceAll(/\s+/g, " ");
}

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "prefect-python-"));
  project = await createProject({
    "hello.mjs": `
      import { flow, localProcess } from "prefect-core";
      const hello = flow({ name: "hello", logPrints: true }, async (name) => {
        console.log("greeting", name);
        return { data: name };
      });
      console.log((await localProcess()(hello).submit("you").then(async (run) => (await run.result(), run))).flowRunId);`,
  });
  const command = [process.execPath, path.join(project.directory, "node_modules/prefect-core/dist/cli.js")];
  server = startCommand([...command, "server", "start", "--port", "0"], {
    cwd: project.directory,
    env: { PREFECT_HOME: project.home },
    timeoutSeconds: 600,
  });
  apiUrl = (await server.printed(/ at (http\S+\/api)/))[1] ?? "";
  const ran = await project.node(["hello.mjs"], { env: { PREFECT_API_URL: apiUrl } });
  expect(ran).toMatchObject({ exitCode: 0 });
  completed = ran.stdout.trim().split("\n").at(-1) ?? "";
});

afterAll(async () => {
  server.kill("SIGTERM");
  await server.ended;
  await project.remove();
  await rm(home, { recursive: true, force: true });
});

describe("Prefect's own command line, on `prefect server start`", () => {
  test("lists, inspects and reads what a TypeScript flow did", async () => {
    const [runs, inspected, logs, flows, pools, version] = await Promise.all([
      runPython("flow-run", "ls"),
      runPython("flow-run", "inspect", completed),
      runPython("flow-run", "logs", completed),
      runPython("flow", "ls"),
      runPython("work-pool", "ls"),
      runPython("version"),
    ]);
    expect(runs).toContain("COMPLETED");
    expect(inspected).toContain("StateType.COMPLETED");
    expect(logs).toContain("greeting you");
    expect(flows).toContain("hello");
    expect(pools).toContain("process");
    expect(version).toMatch(/Server type: server/);
  });

  test("cancels and deletes runs", async () => {
    const waiting = await project.node(["--input-type=module", "--eval", createPendingRun], {
      env: { PREFECT_API_URL: apiUrl },
    });
    const id = waiting.stdout.trim();
    expect(await runPython("flow-run", "cancel", id)).toContain("was successfully scheduled for cancellation");
    expect(await runPython("flow-run", "inspect", id)).toMatch(/StateType\.CANCELL/);
    expect(await runPython("flow-run", "delete", id)).toContain("Successfully deleted");
    await expect(runPython("flow-run", "inspect", id)).rejects.toThrow("not found");
  });

  test("makes, changes, shows and deletes work pools and queues", async () => {
    expect(await runPython("work-pool", "create", "shared", "--type", "process")).toContain(
      "Created work pool 'shared'",
    );
    await runPython("work-pool", "set-concurrency-limit", "shared", "3");
    await runPython("work-pool", "pause", "shared");
    expect(await runPython("work-pool", "inspect", "shared")).toMatch(/is_paused=True.*concurrency_limit=3/);
    await runPython("work-pool", "resume", "shared");
    expect(await runPython("work-pool", "slots", "shared")).toContain("No flow runs occupying slots");
    await runPython("work-queue", "create", "urgent", "--pool", "shared", "--priority", "1");
    await runPython("work-queue", "set-concurrency-limit", "urgent", "2", "--pool", "shared");
    expect(await runPython("work-queue", "ls", "--pool", "shared")).toContain("urgent");
    expect(await runPython("work-queue", "inspect", "urgent", "--pool", "shared")).toContain("concurrency_limit=2");
    await runPython("work-queue", "delete", "urgent", "--pool", "shared");
    await runPython("work-pool", "delete", "shared");
    expect(await runPython("work-pool", "ls")).not.toContain("shared");
  });

  test("keeps variables and shows blocks", async () => {
    await runPython("variable", "set", "answer", "42");
    expect(await runPython("variable", "inspect", "answer")).toContain("value=42");
    expect(await runPython("variable", "ls")).toContain("answer");
    const [types, blocks, deployments, taskRuns] = await Promise.all([
      runPython("block", "type", "ls"),
      runPython("block", "ls"),
      runPython("deployment", "ls"),
      runPython("task-run", "ls"),
      runPython("variable", "unset", "answer"),
    ]);
    expect(types).toContain("local-file-system");
    expect(blocks).toContain("Blocks");
    expect(deployments).toContain("Deployments");
    expect(taskRuns).toContain("No task runs found");
  });
});

/** A run that no submitter looks after. */
const createPendingRun = `
  const post = async (path, body) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(process.env.PREFECT_API_URL + path, { method: "POST", headers, body: JSON.stringify(body) });
    return await answer.json();
  };
  const flow = await post("/flows/", { name: "abandoned" });
  const run = await post("/flow_runs/", { flow_id: flow.id, state: { type: "RUNNING" } });
  console.log(run.id);`;

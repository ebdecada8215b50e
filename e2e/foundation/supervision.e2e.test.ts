import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listUnfinished } from "../harness/flow-run-states.ts";
import { createProject, type Project } from "../harness/project.ts";
import { type RunningCommand, startCommand } from "../harness/run-command.ts";

const files = {
  "flows.ts": `import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { flow, getRunContext, localProcess } from "prefect-core";

/** Goes on until a file appears, so that a test decides when it ends. */
export const untilFile = localProcess()(
  flow(async function untilFile(file: string) {
    console.log("started");
    const { signal } = getRunContext();
    while (!existsSync(file)) await delay(20, undefined, { signal });
    return "seen";
  }),
);
`,
  "submit.ts": `import { untilFile } from "./flows.ts";
const future = await untilFile.submit(process.argv[2] ?? "");
for await (const { message } of future.logs()) if (message === "started") break;
console.log("submitted " + future.flowRunId);
`,
  "attach.ts": `import { untilFile } from "./flows.ts";
const future = untilFile.attach(process.argv[2] ?? "");
console.log("attached, " + (await future.state()).name);
console.log("result " + (await future.result()));
const messages: string[] = [];
for await (const { message } of future.logs()) messages.push(message);
console.log("started " + messages.filter((message) => message === "started").length + " times");
`,
  "call.ts": `import { untilFile } from "./flows.ts";
await untilFile(process.argv[2] ?? "");
`,
};

describe("a run whose submitter is gone", () => {
  let project: Project;
  const commands: RunningCommand[] = [];

  beforeAll(async () => {
    project = await createProject(files);
  });
  afterAll(async () => {
    for (const command of commands) command.kill("SIGKILL");
    await project.remove();
  });

  function start(...args: string[]): RunningCommand {
    const node = [process.execPath, "--disable-warning=ExperimentalWarning"];
    const command = startCommand([...node, ...args], { cwd: project.directory, env: { PREFECT_HOME: project.home } });
    commands.push(command);
    return command;
  }

  async function submitAndKill(file: string): Promise<string> {
    const submitter = start("submit.ts", file);
    const [, flowRunId = ""] = await submitter.printed(/submitted (\S+)/);
    submitter.kill("SIGKILL");
    await submitter.ended;
    return flowRunId;
  }

  test("is brought to its end by whoever waits for it next, and its log is told once", async () => {
    const file = path.join(project.directory, "first");
    const attached = start("attach.ts", await submitAndKill(file));
    await attached.printed(/attached, Running/);
    await project.write({ first: "" });
    const { exitCode, stdout } = await attached.ended;
    expect(stdout).toContain("result seen\nstarted 1 times");
    expect(exitCode).toBe(0);
  });

  test("is ended by a waiting process that attached while it was still looked after", async () => {
    const file = path.join(project.directory, "second");
    const submitter = start("submit.ts", file);
    const [, flowRunId = ""] = await submitter.printed(/submitted (\S+)/);
    const attached = start("attach.ts", flowRunId);
    await attached.printed(/attached, Running/);
    submitter.kill("SIGKILL");
    await submitter.ended;
    await project.write({ second: "" });
    expect((await attached.ended).stdout).toContain("result seen");
  });

  test("is cancelled from the command line, and its process ends", async () => {
    const flowRunId = await submitAndKill(path.join(project.directory, "never"));
    const printed = await project.prefect("flow-run", "cancel", flowRunId);
    expect(printed).toContain("was cancelled");
    const run = JSON.parse(await project.prefect("flow-run", "inspect", flowRunId, "--output", "json")) as {
      state_name: string;
      infrastructure_pid: string;
    };
    expect(run.state_name).toBe("Cancelled");
    expect(await isRunning(run.infrastructure_pid)).toBe(false);
  });

  test("is watched to its end from the command line, with its log and its attempt", async () => {
    const file = path.join(project.directory, "third");
    const flowRunId = await submitAndKill(file);
    await project.write({ third: "" });
    const printed = await project.prefect("flow-run", "watch", flowRunId);
    expect(printed.match(/ - started$/gm)).toHaveLength(1);
    expect(printed).toContain("Flow run finished in state 'Completed'.");
    const run = JSON.parse(await project.prefect("flow-run", "inspect", flowRunId, "--output", "json")) as object;
    expect(run).toMatchObject({ attempts: [{ attempt: 1, infrastructure_type: "process", state_name: "Completed" }] });
  });

  test("is found crashed by an inspection, with the cause, where its process died", async () => {
    const flowRunId = await submitAndKill(path.join(project.directory, "never"));
    const inspect = async () =>
      JSON.parse(await project.prefect("flow-run", "inspect", flowRunId, "--output", "json")) as {
        state_name: string;
        state: { message: string };
        infrastructure_pid: string;
      };
    const { state_name, infrastructure_pid } = await inspect();
    expect(state_name).toBe("Running");
    process.kill(-Number(infrastructure_pid), "SIGKILL");
    const run = await inspect();
    expect(run).toMatchObject({ state_name: "Crashed", attempts: [{ cause: "lost" }] });
    expect(run.state.message).toMatch(/ended before it reported an outcome[^]*Last output:[^]*^ {2}started/m);
  });

  test("is cancelled when a Ctrl-C interrupts the call that waits for it, which then ends by the signal", async () => {
    const call = start("call.ts", path.join(project.directory, "never"));
    await call.printed(/started/);
    call.kill("SIGINT");
    const { exitCode, stderr } = await call.ended;
    expect(exitCode).toBeNull();
    expect(stderr).toContain("Interrupted: cancelling 1 flow run.");
    expect(stderr).not.toContain("CancelledRunError");
  });

  test("goes on when a Ctrl-C interrupts the process that submitted it, which says how to find it again", async () => {
    const submitter = start("submit.ts", path.join(project.directory, "fourth"));
    const [, flowRunId = ""] = await submitter.printed(/submitted (\S+)/);
    submitter.kill("SIGINT");
    const { exitCode, stderr } = await submitter.ended;
    expect(exitCode).toBeNull();
    expect(stderr).toContain(`1 flow run that was submitted goes on without this process`);
    expect(stderr).toContain(`npx prefect-core flow-run watch ${flowRunId}`);
    await project.write({ fourth: "" });
    expect(await project.prefect("flow-run", "watch", flowRunId)).toContain("Flow run finished in state 'Completed'.");
  });

  test("is not left unfinished", async () => {
    expect(await listUnfinished(project)).toEqual([]);
  });
});

/** A process that has ended and that its parent has not looked after yet still has its id, but does not run. */
async function isRunning(processId: string): Promise<boolean> {
  const listed = await promisify(execFile)("ps", ["-o", "stat=", "-p", processId]).catch(() => ({ stdout: "" }));
  return /^[^Z\s]/u.test(listed.stdout.trim());
}

import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type OwnServer, startOwnServer } from "../harness/own-server.ts";
import { createProject, type Project } from "../harness/project.ts";
import { requireSetting } from "../harness/required-setting.ts";
import { startCommand, type RunningCommand } from "../harness/run-command.ts";

const prefectServer = requireSetting("PREFECT_TEST_SERVER_URL");

let project: Project;
let ours: OwnServer;

beforeAll(async () => {
  project = await createProject({
    "flows.mjs": `
      import { flow, getRunContext, localProcess, pauseFlowRun } from "prefect-core";
      const bind = process.argv[2] === "remote" ? localProcess() : (here) => here;
      const tell = (what) => console.log(what, getRunContext().flowRun.id);
      const next = flow({ name: "next" }, async () => 1);
      export const pausing = bind(flow({ name: "pausing" }, async (timeoutSeconds) => {
        tell("pauses");
        await pauseFlowRun({ timeoutSeconds });
        tell("went on");
        return "resumed";
      }));
      export const calling = bind(flow({ name: "calling" }, async () => {
        tell("begins");
        for (;;) {
          const calling = next();
          const patience = new Promise((resolve) => setTimeout(resolve, 2000, "is held"));
          if ((await Promise.race([calling, patience])) === "is held") {
            tell("is held");
            await calling;
            return "waited";
          }
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }));`,
    "call.mjs": `
      import * as flows from "./flows.mjs";
      console.log("result", await flows[process.argv[3]](Number(process.argv[4])));`,
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

describe.each(targets)("on $name", ({ name, url }) => {
  const toEnvironment = (): Record<string, string> => {
    const apiUrl = url();
    return apiUrl === null ? {} : { PREFECT_API_URL: apiUrl };
  };

  async function prefect(...words: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await project.node([cli(), ...words], { env: toEnvironment() });
    if (exitCode !== 0) throw new Error(`${words.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  }

  const call = (...words: readonly string[]): RunningCommand =>
    startCommand([process.execPath, "call.mjs", ...words], {
      cwd: project.directory,
      env: { PREFECT_HOME: project.home, ...toEnvironment() },
      timeoutSeconds: 110,
    });

  async function untilState(id: string, type: string): Promise<void> {
    const read = async (): Promise<string> => {
      const run = JSON.parse(await prefect("flow-run", "inspect", id, "--output", "json")) as { state_type: string };
      return run.state_type;
    };
    while ((await read()) !== type) continue;
  }

  const places = name === "the embedded control plane" ? ["here"] : ["here", "remote"];

  test.each(places)("a flow that pauses (%s) goes on when it is resumed", async (place) => {
    const calling = call(place, "pausing", "3600");
    const id = (await calling.printed(/pauses (\S+)/))[1] ?? "";
    await untilState(id, "PAUSED");
    await prefect("flow-run", "resume", id);
    expect(await calling.ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("result resumed") });
    await untilState(id, "COMPLETED");
  });

  test.each(places)("a run that is paused from outside (%s) calls no flow until it is resumed", async (place) => {
    const calling = call(place, "calling", "0");
    const id = (await calling.printed(/begins (\S+)/))[1] ?? "";
    await untilState(id, "RUNNING");
    await prefect("flow-run", "pause", id);
    await calling.printed(/is held/);
    await untilState(id, "PAUSED");
    await prefect("flow-run", "resume", id);
    expect(await calling.ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("result waited") });
  });
});

test("a pause that nobody ends, and one that nobody could end, are errors in the flow", async () => {
  const env = { PREFECT_API_URL: prefectServer };
  const late = await project.node(["call.mjs", "here", "pausing", "1"], { env });
  expect(late).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("not resumed within 1 seconds") });
  const alone = await project.node(["call.mjs", "remote", "pausing", "1"]);
  expect(alone).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("reaches no Prefect API") });
});

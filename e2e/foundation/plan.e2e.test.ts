import path from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createProject, type Project } from "../harness/project.ts";
import type { CommandOutcome } from "../harness/run-command.ts";

let project: Project;

beforeAll(async () => {
  project = await createProject({
    "flows.ts": `
      import { flow, localProcess } from "prefect-core";
      export const greet = localProcess()(
        flow({ name: "greet" }, async (name: string, times: number) => name.repeat(times)),
      );
      export const plain = flow({ name: "plain" }, async () => 1);`,
    "calling.ts": `import { greet } from "./flows.ts"; export { greet }; await greet("a", 1);`,
  });
});

afterAll(() => project.remove());

function run(...words: readonly string[]): Promise<CommandOutcome> {
  return project.node([path.join("node_modules/prefect-core/dist/cli.js"), ...words]);
}

test("a plan shows pool, command, storage and bundle, and creates nothing", async () => {
  const { exitCode, stdout, stderr } = await run("flow", "plan", "flows.ts#greet", "you", "3");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain("Flow 'greet' on work pool");
  expect(stdout).toMatch(/^Bundle: \d+ bytes, [0-9a-f]{64}$/mu);
  const plan = JSON.parse((await run("flow", "plan", "flows.ts#greet", "you", "3", "-o", "json")).stdout) as unknown;
  expect(plan).toMatchObject({ flowName: "greet", workPool: { type: "process", exists: false } });
  expect(JSON.parse(await project.prefect("flow-run", "ls", "-o", "json"))).toEqual([]);
  expect(JSON.parse(await project.prefect("work-pool", "ls", "-o", "json"))).toEqual([]);
});

test.each([
  ["flows.ts", "names no flow"],
  ["flows.ts#plain", "It exports greet."],
  ["missing.ts#greet", "cannot be imported"],
  ["calling.ts#greet", "Nothing is launched for a plan."],
])("%s is refused with the mend", async (reference, problem) => {
  const { exitCode, stderr } = await run("flow", "plan", reference, "you", "3");
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(problem) });
});

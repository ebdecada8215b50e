import path from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createProject, type Project } from "../harness/project.ts";
import { tsxHook } from "../harness/shape-project.ts";

const script = path.join(import.meta.dirname, "flows/closure.ts");

let project: Project;

beforeAll(async () => {
  project = await createProject();
});
afterAll(() => project.remove());

async function plannedBy(...nodeOptions: readonly string[]): Promise<string> {
  const { stdout, stderr } = await project.node([...nodeOptions, script, "plan"]);
  expect(stdout + stderr).toMatch(/^[0-9a-f]{64}$/m);
  return stdout.trim();
}

test("the same source is the same code through node, tsx and jest", async () => {
  const throughNode = await plannedBy();
  expect(await plannedBy("--import", tsxHook)).toBe(throughNode);
  process.env["PREFECT_HOME"] = project.home;
  const { target } = await import("./flows/closure.ts");
  expect((await target.plan(20)).bundle.sha256).toBe(throughNode);
});

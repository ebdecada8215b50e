import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { requireSetting } from "../harness/required-setting.ts";

const readme = path.resolve(import.meta.dirname, "../../packages/aws/README.md");
// It came with moto, and knows the grammar of IAM and every action that AWS has.
const linter = path.join(path.dirname(requireSetting("PREFECT_TEST_BOTOCORE_PYTHON")), "cfn-lint");

interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

/** What the linter has against policies, which it reads as parts of a template. */
async function problemsOf(policies: readonly object[]): Promise<readonly string[]> {
  const resources = policies.map((PolicyDocument, index) => [
    `Policy${index}`,
    { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument } },
  ]);
  const template = { AWSTemplateFormatVersion: "2010-09-09", Resources: Object.fromEntries(resources) };
  const directory = await mkdtemp(path.join(tmpdir(), "prefect-policies-"));
  const file = path.join(directory, "template.json");
  await writeFile(file, JSON.stringify(template));
  const { stdout, stderr } = spawnSync(linter, ["--format", "json", file], { encoding: "utf8" });
  await rm(directory, { recursive: true, force: true });
  if (stderr !== "") throw new Error(stderr);
  return (JSON.parse(stdout || "[]") as { readonly Message: string }[]).map(({ Message }) => Message);
}

async function readPolicies(): Promise<readonly Policy[]> {
  const blocks = (await readFile(readme, "utf8")).matchAll(/```json\n(.*?)```/gs);
  return [...blocks].map(([, text = ""]) => JSON.parse(text) as Policy);
}

test("a linter of IAM policies accepts those of submitter, execution role and task role", async () => {
  const policies = await readPolicies();
  expect(policies).toHaveLength(3);
  expect(await problemsOf(policies)).toEqual([]);
});

test("that linter refuses an action that AWS has not, and a statement that is none", async () => {
  const [policy] = await readPolicies();
  const text = JSON.stringify(policy);
  expect(await problemsOf([JSON.parse(text.replace("ecs:RunTask", "ecs:RunTasks"))])).not.toEqual([]);
  expect(await problemsOf([JSON.parse(text.replace('"Effect"', '"Affect"'))])).not.toEqual([]);
});

import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createProject, type Project } from "../harness/project.ts";

const files = {
  "dig.ts": `
export function dig(depth: number): never {
  throw new RangeError("too deep: " + depth, { cause: new TypeError("no light") });
}
export async function digAll(): Promise<never> {
  return await Promise.any([1, 2].map(async (depth) => dig(depth)));
}
`,
  "main.ts": `import { flow, localProcess } from "prefect-core";
import { dig, digAll } from "./dig.ts";
const one = localProcess()(flow(async function one(depth: number): Promise<void> { dig(depth); }));
const all = localProcess()(flow(async function all(): Promise<void> { await digAll(); }));
async function callOne() { await one(3); }
async function waitForOne() { const future = await one.submit(4); await future.result(); }
async function callAll() { await all(); }
const stacks: Record<string, unknown> = {};
for (const [name, run] of Object.entries({ callOne, waitForOne, callAll })) {
  try { await run(); } catch (error) {
    const { stack, cause, errors } = error as AggregateError;
    stacks[name] = { stack, cause: (cause as Error | undefined)?.stack, errors: errors?.map((each) => [each.stack, each.cause.stack]) };
  }
}
console.log(JSON.stringify(stacks));
`,
};

interface Stacks {
  readonly stack: string;
  readonly cause?: string;
  readonly errors?: readonly (readonly string[])[];
}

let project: Project;
let stacks: Readonly<Record<string, Stacks>>;

beforeAll(async () => {
  project = await createProject(files);
  const { stdout, stderr } = await project.node(["main.ts"]);
  const line = stdout.split("\n").findLast((text) => text.startsWith("{"));
  if (line === undefined) throw new Error(`${stdout}${stderr}`);
  stacks = JSON.parse(line) as typeof stacks;
}, 60_000);
afterAll(() => project.remove());

test.each([
  ["callOne", 5],
  ["waitForOne", 6],
  ["callAll", 7],
])("the stack of %s ends where the program called, and tells of nobody else's code", (name, line) => {
  const { stack = "" } = stacks[name] ?? {};
  expect(stack).toMatch(new RegExp(`main\\.ts:${line}:\\d+`));
  expect(stack).not.toMatch(/engine\.mjs|code\.mjs|node:internal/);
});

test("remote frames name the sources, of the error and of its cause", () => {
  const { stack, cause } = stacks["callOne"] ?? {};
  expect(stack).toMatch(/^RangeError: too deep: 3\n +at dig \(dig\.ts:3:9\)\n +at .*main\.ts:3:\d+/);
  expect(cause).toMatch(/^TypeError: no light\n +at dig \(dig\.ts:3:\d+\)/);
});

test("remote frames name the sources in the errors of an AggregateError and their causes", () => {
  const { errors = [] } = stacks["callAll"] ?? {};
  expect(errors.length).toBe(2);
  for (const [stack, cause] of errors) {
    expect(stack).toMatch(/^RangeError: too deep: \d\n +at dig \(dig\.ts:3:9\)\n +at dig\.ts:6:\d+/);
    expect(cause).toMatch(/^TypeError: no light\n +at dig \(dig\.ts:3:\d+\)/);
  }
});

import { afterAll, expect, jest, test } from "@jest/globals";
import { createProcessBackend } from "./process-backend.ts";
import { describeWorkloads } from "./workload-facts.ts";

jest.setTimeout(60_000);

const missingImage = "prefect-test/missing:1";
const backend = createProcessBackend({ missingImages: [missingImage] });

describeWorkloads({ backend: () => backend, image: () => "any", missingImage });

const equipped = createProcessBackend({ imageDirectories: { "/opt/tools": import.meta.dirname } });
afterAll(() => equipped.close());

test("what an image would hold is found at its path there", async () => {
  const name = "process-backend.test.ts";
  const command = ["ls", `/opt/tools/${name}`];
  const workload = await equipped.start({ name: "tools", image: "any", entrypoint: command, arguments: null, env: {} });
  const lines: string[] = [];
  for await (const { content } of workload.output({ follow: true })) lines.push(content.toString());
  expect(lines.join("")).toContain(`${import.meta.dirname}/${name}`);
});

test("what a command started in a group of its own counts as its memory", async () => {
  const hoards = "const hoard = Buffer.alloc(200 * 2 ** 20, 1); setTimeout(() => hoard, 20_000)";
  const script = `require("node:child_process").spawn(process.execPath, ["--eval", ${JSON.stringify(hoards)}], { detached: true, stdio: "inherit" });`;
  const entrypoint = [process.execPath, "--eval", script];
  const limits = { memoryLimitBytes: 150 * 2 ** 20 };
  const workload = await equipped.start({
    name: "hoards",
    image: "any",
    entrypoint,
    arguments: null,
    env: {},
    ...limits,
  });
  expect(await workload.exited).toMatchObject({ exitCode: 137, isOutOfMemory: true });
}, 60_000);

test("what a command started in a group of its own is killed with it", async () => {
  const idles = "console.log('up'); setInterval(() => undefined, 1000)";
  const script = `require("node:child_process").spawn(process.execPath, ["--eval", ${JSON.stringify(idles)}], { detached: true, stdio: "inherit" });`;
  const entrypoint = [process.execPath, "--eval", script];
  const workload = await equipped.start({ name: "idles", image: "any", entrypoint, arguments: null, env: {} });
  for await (const _ of workload.output({ follow: true })) break;
  // Its output ends with the last process that may write to it.
  await workload.kill();
  expect(await workload.exited).toMatchObject({ exitCode: 137 });
}, 60_000);

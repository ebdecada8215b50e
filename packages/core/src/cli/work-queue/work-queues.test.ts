import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createCliHome, type CliHome } from "../cli-home.ts";

let cli: CliHome;

beforeEach(async () => {
  cli = await createCliHome();
  await cli.run("work-pool create olympic --type process");
});

afterEach(async () => {
  await cli[Symbol.asyncDispose]();
});

test("a queue is made, limited, paused, shown in the order of priorities, and deleted", async () => {
  expect((await cli.run("work-queue create urgent --pool olympic --priority 1 --limit 2")).exitCode).toBe(0);
  expect((await cli.run("work-queue create urgent --pool olympic")).stderr).toContain("already has");
  await cli.run("work-queue set-concurrency-limit urgent 5 --pool olympic");
  await cli.run("work-queue pause urgent --pool olympic");
  const queue = await cli.json("work-queue inspect urgent --pool olympic");
  expect(queue).toMatchObject({ name: "urgent", priority: 1, concurrency_limit: 5, is_paused: true });
  const names = (await cli.json<{ name: string }[]>("work-queue ls --pool olympic")).map(({ name }) => name);
  expect(names.toSorted()).toEqual(["default", "urgent"]);
  expect((await cli.run("work-queue ls --pool olympic")).stdout).toContain("urgent (**)");
  await cli.run("work-queue clear-concurrency-limit urgent --pool olympic");
  await cli.run("work-queue resume urgent --pool olympic");
  const changed = await cli.json("work-queue inspect urgent --pool olympic");
  expect(changed).toMatchObject({ concurrency_limit: null, is_paused: false });
  await cli.run("work-queue delete urgent --pool olympic");
  expect((await cli.run("work-queue inspect urgent --pool olympic")).stderr).toContain("no work queue 'urgent'");
});

test.each([
  ["work-queue ls --pool missing", "Work pool 'missing' does not exist"],
  ["work-queue create x --pool olympic --priority 0", "from 1"],
  ["work-queue ls", "--pool"],
])("%s says what is wrong", async (commandLine, problem) => {
  const { exitCode, stderr } = await cli.run(commandLine);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(problem) });
});

test("the runs that hold a pool's slots are shown, and that there is none", async () => {
  await cli.run("work-pool set-concurrency-limit olympic 4");
  const { stdout } = await cli.run("work-pool slots olympic");
  expect(stdout).toMatch(/Work Pool: olympic\n {2}Slots: 0\/4 \[ +\]\nNo flow runs occupying slots\.\n/);
  expect(await cli.json("work-pool slots olympic")).toMatchObject({
    active_slots: 0,
    queues: [{ queue_name: "default", _truncated: { shown: 0, total: 0 } }],
  });
});

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { StateType } from "../../contracts/state.ts";
import { openControlPlane } from "../../control-plane/open-control-plane.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import type { StoredLog } from "../../control-plane/records/log.ts";
import { createCliHome, type CliHome } from "../cli-home.ts";

let cli: CliHome;
let client: PrefectClient;

beforeEach(async () => {
  cli = await createCliHome();
  client = await openControlPlane({ home: cli.home });
});

afterEach(async () => {
  await client.close();
  await cli[Symbol.asyncDispose]();
});

const succeed = async (commandLine: string) => {
  const { exitCode, stdout, stderr } = await cli.run(commandLine);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout;
};

async function createRun(name: string, type: StateType, flowName = "train"): Promise<FlowRunRecord> {
  const flow = await client.createFlow({ name: flowName });
  const { id } = await client.createFlowRun({ flow_id: flow.id, name, state: { type: "PENDING" } });
  if (type !== "PENDING") await client.setFlowRunState(id, { type }, { force: true });
  return client.readFlowRun(id);
}

const createLogs = (flow_run_id: string, from: number, count: number) =>
  client.createLogs(
    Array.from({ length: count }, (_none, index) => ({
      flow_run_id,
      name: "prefect.flow_runs",
      level: index % 2 === 0 ? 20 : 40,
      message: `line ${from + index}`,
      timestamp: new Date(Date.UTC(2026, 0, 31, 12, 0, 0, from + index)).toISOString(),
    })),
  );

describe("flow-run ls", () => {
  test("lists runs, newest first, with flow, state and when", async () => {
    expect(await succeed("flow-run ls")).toBe("No flow runs found.\n");
    const first = await createRun("brave-otter", "COMPLETED");
    const second = await createRun("calm-crow", "RUNNING", "report");
    const [title, , head, , ...rows] = (await succeed("flow-run ls")).split("\n");
    expect(title).toContain("Flow Runs");
    expect(head).toMatch(/ ID ┃ Flow +┃ Name +┃ State +┃ When /);
    expect(rows[0]).toMatch(new RegExp(`^│ ${second.id} │ report │ calm-crow +│ RUNNING +│ a few seconds ago │$`));
    expect(rows[1]).toMatch(new RegExp(`^│ ${first.id} │ train +│ brave-otter │ COMPLETED │ a few seconds ago │$`));
  });

  test("filters by flow, state and type, and limits", async () => {
    await createRun("one", "COMPLETED");
    await createRun("two", "RUNNING", "report");
    await createRun("three", "FAILED");
    const names = async (flags: string) =>
      (await cli.json<FlowRunRecord[]>(`flow-runs ls ${flags}`)).map(({ name }) => name).toSorted();
    expect(await names("--flow-name train")).toEqual(["one", "three"]);
    expect(await names("--state running --state FAILED")).toEqual(["three", "two"]);
    expect(await names("--state-type completed")).toEqual(["one"]);
    expect(await names("--limit 2")).toHaveLength(2);
    expect((await cli.run("flow-run ls --state Sleeping")).stderr).toContain("'Sleeping' is not one of the official");
    expect(await cli.run("flow-run ls --state-type sleeping")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("Invalid state type. Options are SCHEDULED"),
    });
  });

  test("marks a run that nobody looks after any more", async () => {
    const run = await createRun("lost", "RUNNING");
    const holder = { host: "elsewhere", processId: 1, processStartTime: "0" };
    await client.leases?.acquire(run.id, holder, { durationSeconds: -1 });
    expect(await succeed("flow-run ls")).toMatch(/RUNNING \(stale\)[^]*nobody looks after/);
  });
});

describe("flow-run logs", () => {
  const messages = (stdout: string) =>
    stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" - ")[1]?.replace("line ", ""));

  test("prints times in UTC, levels and messages", async () => {
    const run = await createRun("it's-me", "COMPLETED");
    await createLogs(run.id, 0, 2);
    expect(await succeed(`flow-run logs ${run.id}`)).toBe(
      `2026-01-31 12:00:00.000 | INFO    | Flow run "it's-me" - line 0\n` +
        `2026-01-31 12:00:00.001 | ERROR   | Flow run "it's-me" - line 1\n`,
    );
    const [log] = await cli.json<StoredLog[]>(`flow-run logs ${run.id}`);
    expect(log).toMatchObject({ flow_run_id: run.id, level: 20, message: "line 0" });
  });

  test("prints all of a long log, or as much of its head or tail as is asked for", async () => {
    const run = await createRun("long", "COMPLETED");
    await createLogs(run.id, 0, 450);
    const read = async (flags: string) => messages(await succeed(`flow-run logs ${run.id}${flags}`));
    const all = Array.from({ length: 450 }, (_none, index) => String(index));
    expect(await read("")).toEqual(all);
    expect(await read(" --reverse")).toEqual(all.toReversed());
    expect(await read(" --head")).toEqual(all.slice(0, 20));
    expect(await read(" -t")).toEqual(all.slice(-20));
    expect(await read(" -t -n 300")).toEqual(all.slice(-300));
    expect(await read(" -n 3 -r")).toEqual(["449", "448", "447"]);
    expect(await read(" --tail --reverse -n 2")).toEqual(["449", "448"]);
    expect(await cli.run(`flow-run logs ${run.id} --head --tail`)).toMatchObject({
      exitCode: 1,
      stderr: "Please provide either a `head` or `tail` option but not both.\n",
    });
  });

  test("--follow prints every line once, in the order of arrival, and ends with the run", async () => {
    const run = await createRun("live", "RUNNING");
    await createLogs(run.id, 5, 2);
    const followed = cli.run(`flow-run logs ${run.id} --follow`);
    await createLogs(run.id, 0, 5);
    await createLogs(run.id, 7, 3);
    await client.setFlowRunState(run.id, { type: "COMPLETED" }, { force: true });
    const { exitCode, stdout } = await followed;
    expect(exitCode).toBe(0);
    expect(messages(stdout).toSorted()).toEqual(Array.from({ length: 10 }, (_none, index) => String(index)));
  });
});

describe("flow-run watch", () => {
  test("prints the log as it comes, and the state in which the run ends", async () => {
    const run = await createRun("live", "RUNNING");
    await createLogs(run.id, 0, 2);
    const watched = cli.run(`flow-run watch ${run.id}`);
    await createLogs(run.id, 2, 1);
    await client.setFlowRunState(run.id, { type: "COMPLETED" }, { force: true });
    const { exitCode, stdout, stderr } = await watched;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.match(/line \d/g)).toEqual(["line 0", "line 1", "line 2"]);
    expect(stdout).toMatch(/Flow run finished in state 'Completed'\.\n$/);
  });

  test.each(["FAILED", "CRASHED", "CANCELLED"] as const)(
    "ends with 1 where the run is %s, and says why",
    async (type) => {
      const run = await createRun("live", "RUNNING");
      const watched = cli.run(`flow-run watch ${run.id}`);
      await client.setFlowRunState(run.id, { type, message: "It was that day." }, { force: true });
      const { exitCode, stderr } = await watched;
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/finished in state '\w+'\. It was that day\./);
    },
  );

  test("stops after its timeout, while the run goes on", async () => {
    const run = await createRun("endless", "RUNNING");
    const { exitCode, stderr } = await cli.run(`flow-run watch ${run.id} --timeout 0`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("did not finish within 0 seconds");
    expect((await client.readFlowRun(run.id)).state_type).toBe("RUNNING");
  });
});

describe("flow-run cancel", () => {
  const stateOf = async (id: string) => (await client.readFlowRun(id)).state_type;

  test("asks whoever holds the infrastructure to end it", async () => {
    const run = await createRun("busy", "RUNNING");
    expect(await succeed(`flow-run cancel ${run.id}`)).toBe(
      `Flow run '${run.id}' was successfully scheduled for cancellation.\n`,
    );
    expect(await stateOf(run.id)).toBe("CANCELLING");
  });

  test("cancels a run that has no infrastructure at once, and waits for one that has", async () => {
    const bare = await createRun("bare", "PENDING");
    expect(await succeed(`flow-run cancel ${bare.id}`)).toBe(`Flow run '${bare.id}' was cancelled.\n`);
    expect(await stateOf(bare.id)).toBe("CANCELLED");
    const launched = await createRun("launched", "PENDING");
    await client.updateFlowRun(launched.id, { infrastructure_pid: "host:1" });
    await succeed(`flow-run cancel ${launched.id}`);
    expect(await stateOf(launched.id)).toBe("CANCELLING");
  });

  test("refuses a run that has ended, with the reason", async () => {
    const run = await createRun("over", "COMPLETED");
    const failed = await cli.run(`flow-run cancel ${run.id}`);
    expect(failed).toMatchObject({ exitCode: 1, stdout: "" });
    expect(failed.stderr).toMatch(/was unable to be cancelled. Reason: '.+'/);
    expect(await stateOf(run.id)).toBe("COMPLETED");
  });
});

test("pause stops a running run, and resume lets it go on", async () => {
  const { id } = await createRun("calm-crow", "RUNNING");
  expect(await succeed(`flow-run pause ${id}`)).toBe(`Flow run '${id}' was paused.\n`);
  expect((await client.readFlowRun(id)).state_type).toBe("PAUSED");
  expect(await succeed(`flow-run resume ${id}`)).toBe(`Flow run '${id}' was resumed.\n`);
  expect(await client.readFlowRun(id)).toMatchObject({ state_type: "RUNNING" });
  const { exitCode, stderr } = await cli.run(`flow-run resume ${id}`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("that is not paused") });
});

test("inspect shows a run, and delete removes it after asking on a terminal", async () => {
  const run = await createRun("one", "COMPLETED");
  expect(await cli.json(`flow-run inspect ${run.id}`)).toMatchObject({
    id: run.id,
    name: "one",
    state_type: "COMPLETED",
  });
  expect(await succeed(`flow-run inspect ${run.id.toUpperCase()}`)).toMatch(/^FlowRun \{\n/);
  expect((await cli.run(`--prompt flow-run delete ${run.id}`, { input: "no\n" })).stderr).toBe("Deletion aborted.\n");
  expect((await cli.run(`--prompt flow-run delete ${run.id} --yes`)).stdout).toBe(
    `Successfully deleted flow run '${run.id}'.\n`,
  );
  expect(await succeed("flow-run ls -o json")).toBe("[]\n");
});

test.each(["inspect", "logs", "watch", "cancel", "delete"])(
  "%s of a run that does not exist is an error",
  async (command) => {
    const missing = await cli.run(`flow-run ${command} 6b7d3d0e-6b3c-4f0a-9d5e-2f5f0a4a7c11`);
    expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("was not found") });
    expect(await cli.run(`flow-run ${command} one`)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("'one' is not the id of a flow run"),
    });
  },
);

import { describe, expect, test } from "@jest/globals";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { createParcelKey } from "../bundle/parcel.ts";
import { readOutcome, sealAttempt } from "../bundle/outcome-store.ts";
import { outcomeKey } from "../bundle/run-layout.ts";
import { readStoredLogs } from "../bundle/stored-logs.ts";
import type { LogRecord } from "../contracts/log-record.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { RunnerEvent } from "../contracts/runner-event.ts";
import type { Storage } from "../contracts/storage.ts";
import { createMemoryStorage } from "../storage/memory-storage.ts";
import { createStandInRun, type StandInRun } from "./stand-in-run.ts";

async function outcomeOf(run: StandInRun): Promise<Outcome> {
  const outcome = await readOutcome(run.storage, run.manifest.flowRunId, 1);
  if (outcome === null) throw new Error("There is no outcome");
  return outcome;
}

async function read(storage: Storage, key: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of storage.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function keysOf(storage: Storage): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list("runs/")) keys.push(key);
  return keys;
}

const states = (events: readonly RunnerEvent[]): string[] =>
  events.flatMap((event) => (event.prefect === "state" ? [event.name] : []));

/** A storage that answers the first writes to keys with this ending with an error. */
function failingStorage(ending: string, failures: number, error: () => Error): Storage {
  const storage = createMemoryStorage();
  let left = failures;
  return {
    ...storage,
    write: (key, body, options) => {
      if (!key.endsWith(ending) || left === 0) return storage.write(key, body, options);
      left -= 1;
      return Promise.reject(error());
    },
  };
}

const reset = (): Error => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
const denied = (): Error => Object.assign(new Error("AccessDenied"), { statusCode: 403 });

/** Ended by a signal, a process whose parent does not collect it stays as a zombie. */
async function waitUntilGone(pid: number): Promise<void> {
  for (;;) {
    const status = await readFile(`/proc/${String(pid)}/stat`, "utf8").catch(() => ") Z");
    if (status.includes(") Z")) return;
    await setImmediate();
  }
}

function lastLog(events: readonly RunnerEvent[]): Extract<RunnerEvent, { prefect: "log" }> | undefined {
  return events.filter((event) => event.prefect === "log").at(-1);
}

describe("a flow that ends by itself", () => {
  test("has its result in storage, its outcome after it, and its terminal state last", async () => {
    const run = await createStandInRun(`
      await hello();
      const answer = await running();
      await complete(JSON.stringify({ accuracy: 0.95, answer: answer.status }));
    `);
    const { exitCode, events } = await run.execute();
    expect(exitCode).toBe(0);
    const { value, state, executionId, peakMemoryBytes, infrastructure } = await outcomeOf(run);
    expect(state).toEqual({ type: "COMPLETED", name: "Completed", message: null });
    expect(infrastructure).toBeUndefined();
    expect(peakMemoryBytes).toBe(1000);
    expect(value?.key).toBe(`runs/${run.manifest.flowRunId}/1/${String(executionId)}/result`);
    expect(await read(run.storage, value?.key ?? "")).toBe('{"accuracy":0.95,"answer":"ACCEPT"}');
    expect(value?.metadata).toMatchObject({
      storage_key: value?.key,
      storage_block_id: null,
      serializer: { type: "json" },
    });
    expect(states(events)).toEqual(["Running", "Completed"]);
  });

  test("may have failed: the runner still ends well, and the error's bytes are kept", async () => {
    const run = await createStandInRun(`
      await hello();
      await running();
      await put("{}");
      await finish("FAILED", { kind: "error", serializer: "tagged-json", bytes: 2 });
      process.exit(1);
    `);
    const { exitCode } = await run.execute();
    expect(exitCode).toBe(0);
    expect(await outcomeOf(run)).toMatchObject({ state: { type: "FAILED" }, value: { kind: "error", bytes: 2 } });
  });

  test("has what it printed and logged in the events and, afterwards, in storage", async () => {
    const run = await createStandInRun(`
      await hello();
      console.log("epoch 1");
      await say({ type: "log", timestamp: "2026-01-01T00:00:00.000Z", level: 30, name: "prefect.flow_runs", message: "low disk" });
      await say({ type: "run-name", name: "train-cifar" });
      await finish("COMPLETED", null);
      process.stderr.write("no newline at the end", () => process.exit(0));
    `);
    const { events } = await run.execute();
    const stored: LogRecord[] = [];
    for await (const record of readStoredLogs(run.storage, run.manifest.flowRunId, 1)) stored.push(record);
    const lines = stored.map(({ stream, level, message }) => [stream, level, message]);
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toEqual(["logger", 20, "Finished in state Completed()"]);
    expect(lines).toEqual(
      expect.arrayContaining([
        ["stdout", 20, "epoch 1"],
        ["logger", 30, "low disk"],
        ["stderr", 30, "no newline at the end"],
      ]),
    );
    const printed = events.flatMap((event) => (event.prefect === "log" ? [event.message] : []));
    expect(printed.toSorted()).toEqual(stored.map(({ message }) => message).toSorted());
    expect(events).toContainEqual({ prefect: "run-name", name: "train-cifar" });
    expect((await outcomeOf(run)).value).toBeNull();
  });

  test("is not held up by processes that it left behind", async () => {
    const run = await createStandInRun(`
      const { spawn } = await import("node:child_process");
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: ["ignore", 1, 2] });
      child.unref();
      await hello();
      console.log("left " + child.pid);
      await complete("1");
    `);
    const { exitCode, events } = await run.execute();
    expect(exitCode).toBe(0);
    const left = events.flatMap((event) =>
      event.prefect === "log" && event.stream === "stdout" ? [Number(event.message.split(" ")[1])] : [],
    );
    expect(left).toHaveLength(1);
    await waitUntilGone(left[0] ?? 0);
  });

  test("sees the environment without what is for the runner alone, and an empty working directory", async () => {
    const run = await createStandInRun(`
      const { readdirSync, statSync } = await import("node:fs");
      await hello();
      const { PREFECT__STORAGE_TOKEN: token, PREFECT__RUNNER_EVENTS: events, DATASET: dataset } = process.env;
      const mode = (statSync(directory + "/..").mode & 0o777).toString(8);
      await complete(JSON.stringify({ token, events, dataset, files: readdirSync("."), cwd: process.cwd(), mode }));
    `);
    await run.execute({
      environment: {
        PATH: process.env["PATH"],
        DATASET: "cifar",
        PREFECT__STORAGE_TOKEN: "secret",
        PREFECT__RUNNER_EVENTS: "json",
      },
    });
    const value = (await outcomeOf(run)).value;
    const seen = JSON.parse(await read(run.storage, value?.key ?? "")) as { cwd: string };
    expect(seen).toEqual({ dataset: "cifar", files: [], cwd: seen.cwd, mode: "700" });
    expect(existsSync(seen.cwd)).toBe(false);
  });
});

describe("a flow's process that dies", () => {
  const deaths: readonly (readonly [string, string, object])[] = [
    ["process.exit(0)", "await hello(); process.exit(0);", { cause: "exited", exitCode: 0 }],
    ["process.exit(7)", "await hello(); process.exit(7);", { cause: "exited", exitCode: 7 }],
    ["an exception while it loads", "throw new Error('no such module');", { cause: "start-failed", exitCode: 1 }],
    ["a signal", "await hello(); process.kill(process.pid, 'SIGSEGV');", { cause: "signal", exitCode: null }],
    [
      "an exhausted heap",
      "await hello(); const kept = []; for (;;) kept.push(new Array(10000).fill(kept.length + 0.5));",
      { cause: "out-of-memory" },
    ],
    [
      "another protocol version",
      "await say({ type: 'hello', protocolVersion: 2, nodeVersion: '' }); await hear();",
      { cause: "start-failed" },
    ],
    ["words that are no protocol", "await hello(); channel.write('hello\\n'); await hear();", { cause: "exited" }],
    [
      "a result that is shorter than announced",
      "await hello(); await put('123'); await finish('COMPLETED', { kind: 'result', serializer: 'json', bytes: 5 }); process.exit(0);",
      { cause: "exited", message: expect.stringContaining("announced a result of 5 bytes, but 3 came") },
    ],
  ];

  test.each(deaths)(
    "of %s leaves a crashed outcome that says so, and no result",
    async (_death, body, infrastructure) => {
      const run = await createStandInRun(body);
      const { exitCode, events } = await run.execute();
      expect(exitCode).toBe(0);
      expect(await outcomeOf(run)).toMatchObject({ state: { type: "CRASHED" }, infrastructure, value: null });
      expect(states(events).at(-1)).toBe("Crashed");
      expect(lastLog(events)).toMatchObject({
        level: 40,
        message: expect.stringMatching(/^Finished in state Crashed/),
      });
      expect((await keysOf(run.storage)).filter((key) => key.endsWith("/result"))).toEqual([]);
    },
    20_000,
  );

  test("of an exception shows it in the outcome's message", async () => {
    const run = await createStandInRun("throw new Error('no such module');");
    await run.execute();
    expect((await outcomeOf(run)).state.message).toContain("no such module");
  });
});

describe("a bundle that cannot be used", () => {
  test("is not executed where its bytes are others than the manifest names", async () => {
    const run = await createStandInRun("await hello(); console.log('executed'); await complete('1');");
    await run.storage.write(run.manifest.input.key, Buffer.from("tampered"));
    const { exitCode, events } = await run.execute();
    expect(exitCode).toBe(0);
    expect(events.some((event) => event.prefect === "log" && event.stream === "stdout")).toBe(false);
    const { infrastructure } = await outcomeOf(run);
    expect(infrastructure).toMatchObject({
      cause: "start-failed",
      message: expect.stringContaining(run.manifest.input.key),
    });
  });

  test("is not executed where a later release wrote its manifest", async () => {
    const run = await createStandInRun("await complete('1');");
    const manifest = { ...run.manifest, formatVersion: 2 };
    await run.storage.write(`runs/${manifest.flowRunId}/1/manifest.json`, Buffer.from(JSON.stringify(manifest)));
    await expect(run.execute()).rejects.toThrow("format version 2");
    expect(await run.storage.exists(outcomeKey(manifest.flowRunId, 1))).toBe(false);
  });
});

describe("an attempt that was ended elsewhere", () => {
  const cancelled = { type: "CANCELLED", name: "Cancelled", message: "Cancelled by a person" } as const;

  test("before the start: nothing is executed", async () => {
    const run = await createStandInRun("await hello(); console.log('executed'); await complete('1');");
    await sealAttempt(run.storage, { flowRunId: run.manifest.flowRunId, attempt: 1, state: cancelled });
    const { exitCode, events, errors } = await run.execute();
    expect(exitCode).toBe(73);
    expect(events).toEqual([expect.objectContaining({ level: 10, message: expect.stringContaining("as Cancelled") })]);
    expect(errors).toBe("");
  });

  test("while it ran: the seal stands, no terminal state is told, and the result is gone", async () => {
    const run = await createStandInRun(
      "await hello(); await running(); console.log('up'); await hear(); await complete('1');",
    );
    const execution = run.execute();
    await run.printed((event) => event.prefect === "log");
    await sealAttempt(run.storage, { flowRunId: run.manifest.flowRunId, attempt: 1, state: cancelled });
    run.signals.send("SIGTERM");
    const { exitCode, events } = await execution;
    expect(exitCode).toBe(73);
    expect(states(events)).toEqual(["Running"]);
    expect(events).toContainEqual(
      expect.objectContaining({ level: 20, message: "Finished in state Cancelled('Cancelled by a person')" }),
    );
    expect((await outcomeOf(run)).state).toEqual(cancelled);
    expect((await keysOf(run.storage)).filter((key) => key.endsWith("/result"))).toEqual([]);
  });

  test("is passed over where no attempt is named", async () => {
    const run = await createStandInRun("await hello(); await complete('1');");
    await sealAttempt(run.storage, { flowRunId: run.manifest.flowRunId, attempt: 1, state: cancelled });
    const second = { ...run.manifest, attempt: 2 };
    await run.storage.write(`runs/${second.flowRunId}/2/manifest.json`, Buffer.from(JSON.stringify(second)));
    expect((await run.execute({ attempt: null })).exitCode).toBe(0);
    expect((await readOutcome(run.storage, second.flowRunId, 2))?.state.type).toBe("COMPLETED");
  });
});

describe("an interruption", () => {
  const waits = (state: string): string =>
    `await hello(); await running(); console.log("up"); const { type } = await hear(); console.log(type); await finish("${state}", null); process.exit(0);`;

  test("by Ctrl-C reaches the flow, which ends cancelled", async () => {
    const run = await createStandInRun(waits("CANCELLED"));
    const execution = run.execute();
    await run.printed((event) => event.prefect === "log" && event.message === "up");
    run.signals.send("SIGINT");
    const { exitCode, events } = await execution;
    expect(exitCode).toBe(0);
    expect(events.some((event) => event.prefect === "log" && event.message === "cancel")).toBe(true);
    expect(await outcomeOf(run)).toMatchObject({ state: { type: "CANCELLED" } });
  });

  test("by the platform is a crash, which may be tried again", async () => {
    const run = await createStandInRun(waits("CANCELLED"));
    const execution = run.execute();
    await run.printed((event) => event.prefect === "log" && event.message === "up");
    run.signals.send("SIGTERM");
    await execution;
    expect(await outcomeOf(run)).toMatchObject({ state: { type: "CRASHED" }, infrastructure: { cause: "signal" } });
  });

  test("of a runner whose storage only it can see is not called a crash, as somebody may have cancelled it", async () => {
    const run = await createStandInRun(waits("CANCELLED"));
    const environment = {
      ...process.env,
      PREFECT__RUNNER_EVENTS: "json",
      PREFECT__RUNNER_PARCEL_KEY: createParcelKey(),
    };
    const execution = run.execute({ environment });
    await run.printed((event) => event.prefect === "log" && event.message === "up");
    run.signals.send("SIGTERM");
    const { events } = await execution;
    expect(lastLog(events)).toMatchObject({ level: 20, message: "Ended by SIGTERM." });
    expect(await outcomeOf(run)).toMatchObject({ state: { type: "CRASHED" }, infrastructure: { cause: "signal" } });
  });

  test("that comes too late changes nothing", async () => {
    const run = await createStandInRun(waits("COMPLETED"));
    const execution = run.execute();
    await run.printed((event) => event.prefect === "log" && event.message === "up");
    run.signals.send("SIGTERM");
    await execution;
    expect(await outcomeOf(run)).toMatchObject({ state: { type: "COMPLETED" } });
  });

  test("ends a flow by force that does not listen, after the grace or at the second signal", async () => {
    for (const [graceSeconds, signals] of [
      ["0.05", ["SIGINT"]],
      ["600", ["SIGINT", "SIGINT"]],
    ] as const) {
      const run = await createStandInRun("await hello(); writeSync(1, 'up\\n'); for (;;);");
      const execution = run.execute({
        environment: { ...process.env, PREFECT__RUNNER_EVENTS: "json", PREFECT__RUNNER_GRACE_SECONDS: graceSeconds },
      });
      await run.printed((event) => event.prefect === "log");
      for (const signal of signals) run.signals.send(signal);
      expect((await execution).exitCode).toBe(0);
      expect((await outcomeOf(run)).state.type).toBe("CANCELLED");
    }
  });
});

test("a flow that blocks its event loop past its limit is ended, timed out", async () => {
  const run = await createStandInRun("await hello(); await running(); for (;;);", { timeoutSeconds: 0.01 });
  const { exitCode, events } = await run.execute();
  expect(exitCode).toBe(0);
  expect(lastLog(events)?.message).toMatch(/^Finished in state TimedOut\(/);
  expect((await outcomeOf(run)).state).toEqual({
    type: "FAILED",
    name: "TimedOut",
    message: "Flow run exceeded timeout of 0.01 second(s)",
  });
}, 20_000);

describe("a storage that fails", () => {
  const flow = "await hello(); await complete('12345');";

  test.each(["/result", "/outcome.json"])("for a while at writing %s is tried again", async (ending) => {
    const run = await createStandInRun(flow, { storage: failingStorage(ending, 2, reset) });
    expect((await run.execute()).exitCode).toBe(0);
    const { value } = await outcomeOf(run);
    expect(await read(run.storage, value?.key ?? "")).toBe("12345");
  });

  test("for good at the outcome ends the runner with its own code, and says so", async () => {
    const run = await createStandInRun(flow, { storage: failingStorage("/outcome.json", Infinity, reset) });
    const { exitCode, errors, events } = await run.execute();
    expect(exitCode).toBe(74);
    expect(errors).toContain("the outcome (Completed) could not be stored: Error: socket hang up");
    expect(states(events)).not.toContain("Completed");
  });

  test("and says why, at the result, is not asked again: the run crashed with that reason", async () => {
    const run = await createStandInRun(flow, { storage: failingStorage("/result", 1, denied) });
    expect((await run.execute()).exitCode).toBe(0);
    expect(await outcomeOf(run)).toMatchObject({
      state: { type: "CRASHED" },
      infrastructure: { message: expect.stringContaining("AccessDenied") },
    });
  });
});

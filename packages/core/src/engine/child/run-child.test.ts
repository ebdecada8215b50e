import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Duplex, Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "@jest/globals";
import type { EngineMessage, EngineStart, RunnerMessage, WireAnswer } from "../../contracts/runner-protocol.ts";
import { decodeValue } from "../../serialization/decode-value.ts";
import { encodeValue } from "../../serialization/encode-value.ts";

type Finished = Extract<EngineMessage, { type: "finished" }>;

interface ChildRun {
  readonly messages: readonly EngineMessage[];
  readonly finished: Finished | undefined;
  readonly value: unknown;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly states: readonly string[];
}

interface ChildOptions {
  readonly code: string;
  readonly parameters?: Record<string, unknown>;
  readonly start?: Partial<EngineStart>;
  readonly sourceMap?: object;
  readonly onMessage?: (message: EngineMessage, send: (message: RunnerMessage) => void, close: () => void) => void;
}

const engine = pathToFileURL(join(import.meta.dirname, "entry.ts")).href;

/** Plays the runner: lays a directory out, starts the child in it, accepts what it proposes, and keeps what it says. */
async function runInChild({ code, parameters = {}, start, sourceMap, onMessage }: ChildOptions): Promise<ChildRun> {
  const directory = await mkdtemp(join(tmpdir(), "engine-child-"));
  try {
    const input = encodeValue(parameters, { rootName: "parameters" });
    const engineStart: EngineStart = {
      protocolVersion: 1,
      flowRunId: "00000000-0000-4000-8000-000000000001",
      flowRunName: "brave-otter",
      flowName: "main",
      parameterNames: Object.keys(parameters),
      options: {},
      exportName: "main",
      runCount: 1,
      tags: ["nightly"],
      nested: null,
      heartbeatSeconds: 30,
      ...start,
    };
    await writeFile(join(directory, "engine.mjs"), `export * from ${JSON.stringify(engine)};\n`);
    await writeFile(
      join(directory, "code.mjs"),
      `import { flow, getRunContext, getRunLogger } from "./engine.mjs";\n${code}`,
    );
    await writeFile(join(directory, "input"), Buffer.concat(input.chunks));
    await writeFile(join(directory, "start.json"), JSON.stringify(engineStart));
    if (sourceMap !== undefined) await writeFile(join(directory, "code.mjs.map"), JSON.stringify(sourceMap));
    const entry = 'import { runChild } from "./engine.mjs";\nawait runChild(import.meta.dirname);\n';
    await writeFile(join(directory, "start.mjs"), entry);
    return await play(directory, onMessage);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function play(directory: string, onMessage: ChildOptions["onMessage"]): Promise<ChildRun> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(directory, "start.mjs")], {
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
  });
  const [, stdout, stderr, channel, result] = child.stdio as unknown as [null, Readable, Readable, Duplex, Readable];
  channel.on("error", () => undefined);
  const messages: EngineMessage[] = [];
  const send = (message: RunnerMessage): void => void channel.write(`${JSON.stringify(message)}\n`);
  createInterface({ input: channel }).on("line", (line) => {
    const message = JSON.parse(line) as EngineMessage;
    messages.push(message);
    const accept: WireAnswer = { status: "ACCEPT" };
    if (message.type === "propose-state") send({ type: "state-answer", id: message.id, ...accept });
    onMessage?.(message, send, () => channel.destroy());
  });
  const [out, err, bytes, exitCode] = await Promise.all([
    collect(stdout),
    collect(stderr),
    collect(result),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  const finished = messages.find((message) => message.type === "finished");
  return {
    messages,
    finished,
    value: finished?.value ? decodeValue(bytes, finished.value.serializer) : undefined,
    stdout: out.toString(),
    stderr: err.toString(),
    exitCode,
    states: messages.flatMap((message) => (message.type === "propose-state" ? [message.state.name] : [])),
  };
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe("a flow in its child process", () => {
  test("gets its parameters, gives its result, and says how it went", async () => {
    const run = await runInChild({
      code: `export const main = flow({ name: "main", tags: ["own"] }, async (day, counts) => {
        const { flowRun } = getRunContext();
        getRunLogger().info("tags %s", flowRun.tags.join());
        console.log("own output");
        return new Map([[day.getUTCFullYear(), counts.get("a")], ["id", flowRun.id]]);
      });`,
      parameters: { day: new Date("2026-01-02T00:00:00Z"), counts: new Map([["a", 7n]]) },
    });
    expect(run.value).toEqual(
      new Map<unknown, unknown>([
        [2026, 7n],
        ["id", "00000000-0000-4000-8000-000000000001"],
      ]),
    );
    expect(run.finished).toMatchObject({ state: { type: "COMPLETED", name: "Completed" }, value: { kind: "result" } });
    expect(run.messages.map(({ type }) => type).slice(0, 2)).toEqual(["hello", "heartbeat"]);
    expect(run.states).toEqual(["Running"]);
    expect(run.messages).toContainEqual(
      expect.objectContaining({ type: "log", level: 20, message: "tags nightly,own" }),
    );
    expect(run.stdout).toBe("own output\n");
    expect(run.exitCode).toBe(0);
  });

  test("streams a result that no pipe can hold", async () => {
    const run = await runInChild({ code: `export const main = flow(() => new Uint8Array(5_000_000).fill(7));` });
    expect((run.value as Uint8Array).length).toBe(5_000_000);
    expect((run.value as Uint8Array).at(-1)).toBe(7);
  });

  test("sends what it throws, with fields and cause, and a stack that names the source", async () => {
    const run = await runInChild({
      code: [
        "class DataError extends Error { name = 'DataError'; }",
        "function fail() { throw Object.assign(new DataError('bad row', { cause: new RangeError('too far') }), { row: 4 }); }",
        "export const main = flow(async () => fail());",
        "//# sourceMappingURL=code.mjs.map",
      ].join("\n"),
      // Line 3 of the code, from its first column, is line 40 of the source.
      sourceMap: { version: 3, sources: ["src/load.ts"], names: [], mappings: ";;AAuCA;AAEA" },
    });
    const error = run.value as Error & { row: number };
    expect(run.finished?.state).toMatchObject({
      type: "FAILED",
      message: "Flow run encountered an exception: DataError: bad row",
    });
    expect(error).toMatchObject({ name: "DataError", message: "bad row", row: 4 });
    expect((error.cause as Error).message).toBe("too far");
    expect(error.stack).toContain("src/load.ts:40:1");
    expect(error.stack).not.toMatch(/node:internal|engine\.mjs/);
  });

  test("is retried in the same process", async () => {
    const run = await runInChild({
      code: `let calls = 0;
        export const main = flow({ retries: 1 }, () => { if (++calls < 2) throw new Error("again"); return getRunContext().flowRun.runCount; });`,
      start: { runCount: 3 },
    });
    expect(run.states).toEqual(["Running", "AwaitingRetry", "Retrying"]);
    expect(run.value).toBe(4);
  });

  test("aborts its signal when the runner cancels it, may still clean up, and ends Cancelled", async () => {
    const run = await runInChild({
      code: `export const main = flow({ onCancellation: [() => console.log("hook")] }, async () => {
        const { signal } = getRunContext();
        const timer = setInterval(() => undefined, 1000);
        getRunLogger().info("ready");
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        await new Promise((resolve) => setTimeout(resolve, 20));
        console.log("cleaned", signal.reason.reason);
      });`,
      onMessage: (message, send) => {
        if (message.type === "log" && message.message === "ready") {
          send({ type: "cancel", reason: "asked by a user", deadlineSeconds: 30 });
        }
      },
    });
    expect(run.finished).toMatchObject({ state: { type: "CANCELLED" }, value: null });
    expect(run.stdout).toBe("cleaned asked by a user\nhook\n");
  });

  test("ends TimedOut by the limit of the call, over that of the flow", async () => {
    const run = await runInChild({
      code: `export const main = flow({ timeoutSeconds: 600 }, async () => {
        const timer = setInterval(() => undefined, 1000);
        await new Promise((_, reject) => getRunContext().signal.addEventListener("abort", reject));
      });`,
      start: { timeoutSeconds: 0.05 },
    });
    expect(run.finished?.state).toEqual({
      type: "FAILED",
      name: "TimedOut",
      message: "Flow run exceeded timeout of 0.05 second(s)",
    });
  });

  test("exits although timers and sockets of the flow go on", async () => {
    const run = await runInChild({
      code: `import { createServer } from "node:net";
        export const main = flow(async () => {
          setInterval(() => undefined, 10);
          await new Promise((resolve) => createServer().listen(0, "127.0.0.1", resolve));
          return "done";
        });`,
    });
    expect([run.value, run.exitCode]).toEqual(["done", 0]);
  });
});

describe("what would end the process without an outcome becomes one", () => {
  test.each([
    ["process.exit", `process.exit(3);`, "Execution was aborted by process.exit(3).", 3],
    [
      "an uncaught exception",
      `setTimeout(() => { throw new TypeError("stray"); }); await new Promise(() => setInterval(() => undefined, 1000));`,
      "Execution was interrupted by an unexpected exception: TypeError: stray",
      1,
    ],
    [
      "an unhandled rejection",
      `Promise.reject(new TypeError("stray")); await new Promise(() => setInterval(() => undefined, 1000));`,
      "Execution was interrupted by an unexpected exception: TypeError: stray",
      1,
    ],
    [
      "a promise that never settles",
      `await new Promise(() => undefined);`,
      "Execution was interrupted by an unexpected exception: FlowNeverSettledError: The flow awaits a promise that can never settle: nothing is left in its process that could settle it.",
      undefined,
    ],
  ])("%s", async (_, body, message, exitCode) => {
    const run = await runInChild({ code: `export const main = flow(async () => { ${body} });` });
    expect(run.finished?.state).toEqual({ type: "CRASHED", name: "Crashed", message });
    expect(run.finished?.exitCode).toBe(exitCode);
  });

  test("a result that cannot travel fails the run and names its path", async () => {
    const run = await runInChild({ code: `export const main = flow(() => ({ rows: [() => 1] }));` });
    expect(run.finished?.state.type).toBe("FAILED");
    expect(run.finished?.state.message).toContain("result.rows[0]");
  });

  test("a flow that the code calls while it loads", async () => {
    const run = await runInChild({ code: `export const main = flow({ name: "train" }, () => 1);\nawait main();` });
    expect(run.finished?.state).toMatchObject({ type: "CRASHED" });
    expect(run.finished?.state.message).toContain(
      "Flow 'train' was called while the code of a remote run was being loaded",
    );
    expect(run.states).toEqual([]);
  });

  test("top-level code that fails there, with what to do, and with its cause", async () => {
    const run = await runInChild({
      code: `const rows = JSON.parse("not there");\nexport const main = flow({ name: "main" }, () => rows);`,
    });
    expect(run.finished?.state.message).toMatch(
      /^Flow run could not start: TopLevelCodeError: Top-level code that flow 'main' uses runs again .* failed there: SyntaxError: .*includeFiles\.$/,
    );
    expect((run.value as Error).cause).toMatchObject({ name: "SyntaxError" });
  });

  test("code that does not export the flow", async () => {
    const run = await runInChild({ code: `export const other = 1;` });
    expect(run.finished?.state.message).toContain("does not export a flow named 'main'; it exports other");
  });

  test("a runner that is gone ends the process", async () => {
    const run = await runInChild({
      code: `export const main = flow(async () => { await new Promise(() => setInterval(() => undefined, 1000)); });`,
      onMessage: (message, _, close) => {
        if (message.type === "propose-state") close();
      },
    });
    expect([run.exitCode, run.finished]).toEqual([1, undefined]);
  });
});

describe("localProcess inside a run", () => {
  test("refuses to start another run and points to local()", async () => {
    const run = await runInChild({
      code: `import { localProcess } from "./engine.mjs";
        const inner = localProcess({})(flow({ name: "inner" }, async (n) => n + 1));
        export const main = flow(async () => [await inner.local(1), await inner(1).catch((error) => error.message)]);`,
    });
    expect(run.value).toEqual([
      2,
      "Flow 'inner' is bound to process infrastructure, which cannot be started from within a remote run. Call 'inner.local(...)' to run it in this one.",
    ]);
  });
});

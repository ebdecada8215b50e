import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type {
  InfrastructureEvent,
  InfrastructureReference,
  Launcher,
  LaunchRequest,
} from "../../contracts/launcher.ts";
import type { ProcessConfiguration } from "./process-configuration.ts";
import { createProcessLauncher } from "./process-launcher.ts";

let home: string;
let directory: string;
let launcher: Launcher<ProcessConfiguration>;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "prefect-process-"));
  directory = join(home, "processes");
  launcher = createProcessLauncher({ directory });
});

afterEach(async () => {
  for await (const { reference } of launcher.find({})) await launcher.kill(reference, { graceSeconds: 0 });
  await rm(home, { recursive: true, force: true });
});

type Changes = Partial<LaunchRequest<ProcessConfiguration>>;

function request(script: string, changes: Changes = {}): LaunchRequest<ProcessConfiguration> {
  return {
    flowRunId: "run-1",
    attempt: 1,
    name: "calm-otter",
    command: ["/bin/sh", "-c", script],
    env: {},
    labels: { "prefect.io/flow-run-id": "run-1" },
    expiresAt: new Date("2030-01-01"),
    configuration: { workingDirectory: null, streamOutput: true },
    ...changes,
  };
}

async function start(script: string, changes?: Changes): Promise<InfrastructureReference> {
  const reference = await launcher.launch(request(script, changes));
  // As another process would get it.
  return JSON.parse(JSON.stringify(reference)) as InfrastructureReference;
}

async function watchToEnd(reference: InfrastructureReference): Promise<readonly InfrastructureEvent[]> {
  const events: InfrastructureEvent[] = [];
  for await (const event of launcher.watch(reference)) events.push(event);
  return events;
}

function linesOf(events: readonly InfrastructureEvent[], stream: "stdout" | "stderr"): readonly string[] {
  return events.flatMap((event) => (event.kind === "output" && event.stream === stream ? [event.line] : []));
}

async function waitForLine(reference: InfrastructureReference, line: string): Promise<void> {
  for await (const event of launcher.watch(reference)) {
    if (event.kind === "output" && event.line === line) return;
  }
  throw new Error(`The process ended without the line ${line}.`);
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

describe("a launched process", () => {
  test("gives all its output, line by line, and then its exit code", async () => {
    const reference = await start("echo one; echo two >&2; printf 'no line end: ü'; exit 3");
    const events = await watchToEnd(reference);
    expect(events[0]?.kind).toBe("running");
    expect(linesOf(events, "stdout")).toEqual(["one", "no line end: ü"]);
    expect(linesOf(events, "stderr")).toEqual(["two"]);
    expect(events.at(-1)).toMatchObject({ kind: "exited", exitCode: 3, cause: "exited" });
    expect(events.filter(({ kind }) => kind === "exited")).toHaveLength(1);
  });

  test("has the variables it is given over this process's, and a directory of its own", async () => {
    const reference = await start('echo "$GREETING|$PATH|$PREFECT__FLOW_RUN_ID"; ls -A; pwd', {
      env: { GREETING: 'a "b" $c', PREFECT__FLOW_RUN_ID: "run-1" },
    });
    const [variables, ...rest] = linesOf(await watchToEnd(reference), "stdout");
    expect(variables).toBe(`a "b" $c|${process.env["PATH"]}|run-1`);
    expect(rest).toEqual([join(directory, "run-1-1", "work")]);
  });

  test("runs in the configured directory", async () => {
    const reference = await start("pwd", { configuration: { workingDirectory: home, streamOutput: true } });
    expect(linesOf(await watchToEnd(reference), "stdout")).toEqual([home]);
  });

  test("is referenced by its process id, as Prefect's process worker does", async () => {
    const reference = await start("sleep 1000");
    expect(reference.type).toBe("process");
    expect(isAlive(Number(reference.infrastructurePid))).toBe(true);
  });

  test("outlives its launcher, and is watched from another process to the end", async () => {
    const launch = JSON.stringify(request(`while [ ! -e "${home}/go" ]; do sleep 0.02; done; echo went`));
    const source = `
      import { createProcessLauncher } from ${JSON.stringify(new URL("process-launcher.ts", import.meta.url).href)};
      const launch = ${launch};
      launch.expiresAt = new Date(launch.expiresAt);
      const reference = await createProcessLauncher({ directory: ${JSON.stringify(directory)} }).launch(launch);
      console.log(JSON.stringify(reference));`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.on("data", (chunk) => (printed += chunk));
    await once(child, "close");
    const watching = watchToEnd(JSON.parse(printed) as InfrastructureReference);
    await writeFile(join(home, "go"), "");
    const events = await watching;
    expect(linesOf(events, "stdout")).toEqual(["went"]);
    expect(events.at(-1)).toMatchObject({ exitCode: 0, cause: "exited" });
  });
});

describe("launching the same run and attempt again", () => {
  test("finds the first process, however many launch at once", async () => {
    const script = `echo started >> "${home}/starts"; sleep 1000`;
    const references = await Promise.all(Array.from({ length: 6 }, () => start(script)));
    references.push(await start(script));
    expect(new Set(references.map((reference) => JSON.stringify(reference))).size).toBe(1);
    const [first] = references;
    await launcher.kill(first as InfrastructureReference, { graceSeconds: 5 });
    expect(await readFile(join(home, "starts"), "utf8")).toBe("started\n");
  });

  test("finds it after its end too, and another attempt is another process", async () => {
    const first = await start("echo first");
    await watchToEnd(first);
    const again = await start("echo second");
    expect(again).toEqual(first);
    expect(linesOf(await watchToEnd(again), "stdout")).toEqual(["first"]);
    const next = await start("echo second", { attempt: 2 });
    expect(linesOf(await watchToEnd(next), "stdout")).toEqual(["second"]);
  });

  test("starts it where a launcher died before it had started anything", async () => {
    await mkdir(join(directory, "run-1-1", "work"), { recursive: true });
    await writeFile(join(directory, "run-1-1", "launch.json"), "{}");
    const reference = await start("echo started");
    expect(linesOf(await watchToEnd(reference), "stdout")).toEqual(["started"]);
  });
});

describe("watching", () => {
  test("several watchers see lines while the process runs, and its end", async () => {
    const reference = await start(`echo first; while [ ! -e "${home}/go" ]; do sleep 0.02; done; echo last`);
    const all = [watchToEnd(reference), watchToEnd(reference)];
    await waitForLine(reference, "first");
    await writeFile(join(home, "go"), "");
    for (const events of await Promise.all(all)) expect(linesOf(events, "stdout")).toEqual(["first", "last"]);
  });

  test("a line of megabytes arrives whole, in pieces", async () => {
    const reference = await start("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo end");
    const lines = linesOf(await watchToEnd(reference), "stdout");
    expect(lines.at(-1)).toBe("end");
    expect(lines.slice(0, -1).join("")).toBe("x".repeat(3_000_000));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(1_200_000);
  });

  test("an abort ends it with the signal's reason", async () => {
    const reference = await start("sleep 1000");
    const controller = new AbortController();
    const reason = new Error("no longer wanted");
    const watching = async (): Promise<void> => {
      for await (const event of launcher.watch(reference, { signal: controller.signal })) {
        if (event.kind === "running") setImmediate(() => controller.abort(reason));
      }
    };
    await expect(watching()).rejects.toBe(reason);
  });
});

describe("the cause of an end", () => {
  test.each([
    ["kill -9 $$", { exitCode: 137, cause: "signal", message: "The process was ended by SIGKILL (exit code 137)." }],
    ["/no/such/program", { exitCode: 127, cause: "command-not-found" }],
    ["true", { exitCode: 0, cause: "exited" }],
  ])("of %j", async (script, exit) => {
    expect((await watchToEnd(await start(script))).at(-1)).toMatchObject(exit);
  });

  test("of a command that does not exist", async () => {
    const reference = await start("", { command: ["no-such-program-anywhere", "execute"] });
    const events = await watchToEnd(reference);
    expect(events.at(-1)).toMatchObject({ exitCode: 127, cause: "command-not-found" });
    expect(linesOf(events, "stderr").join()).toContain("no-such-program-anywhere");
  });

  test("of a process whose whole group vanished is that it was lost", async () => {
    const reference = await start("echo up; sleep 1000");
    await waitForLine(reference, "up");
    process.kill(-Number(reference.infrastructurePid), "SIGKILL");
    expect((await watchToEnd(reference)).at(-1)).toMatchObject({ exitCode: null, cause: "lost" });
  });

  test("of a process that was there before the machine restarted is that it was lost", async () => {
    const reference = await start("sleep 1000");
    const before = { ...reference, details: { ...reference.details, bootId: "another boot" } };
    expect((await watchToEnd(before)).at(-1)).toMatchObject({
      cause: "lost",
      message: expect.stringContaining("the machine was restarted"),
    });
  });

  test("of a process whose files were removed is that it was lost", async () => {
    const reference = await start("true");
    await watchToEnd(reference);
    await launcher.cleanup(reference);
    expect(await watchToEnd(reference)).toMatchObject([{ kind: "exited", cause: "lost" }]);
  });
});

describe("killing", () => {
  test("lets the process end by itself within the grace", async () => {
    const reference = await start("trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.02; done");
    await waitForLine(reference, "up");
    await launcher.kill(reference, { graceSeconds: 30 });
    const events = await watchToEnd(reference);
    expect(linesOf(events, "stdout")).toContain("bye");
    expect(events.at(-1)).toMatchObject({ exitCode: 5, cause: "exited" });
  });

  test("ends by force what does not listen, with all that it started", async () => {
    const reference = await start("trap '' TERM; sleep 1000 & echo $! > child; echo up; while :; do sleep 0.02; done");
    await waitForLine(reference, "up");
    await launcher.kill(reference, { graceSeconds: 0.05 });
    const child = Number(await readFile(join(directory, "run-1-1", "work", "child"), "utf8"));
    expect((await watchToEnd(reference)).at(-1)).toMatchObject({ exitCode: 137, cause: "signal" });
    await waitUntilEnded(child);
    await launcher.kill(reference, { graceSeconds: 0 });
  });

  test("never ends another process that got the same id", async () => {
    const reference = await start("true");
    await watchToEnd(reference);
    const stranger = spawn("cat", { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    const processId = stranger.pid ?? 0;
    await launcher.kill(
      { ...reference, infrastructurePid: String(processId), details: { ...reference.details, processId } },
      { graceSeconds: 0 },
    );
    const ended = once(stranger, "exit");
    expect(isAlive(processId)).toBe(true);
    stranger.stdin.end();
    expect(await ended).toEqual([0, null]);
  });

  test("a process on another machine is refused", async () => {
    const reference = await start("true");
    const elsewhere = { ...reference, details: { ...reference.details, host: "other.example" } };
    await expect(launcher.kill(elsewhere, { graceSeconds: 0 })).rejects.toThrow("runs on the machine 'other.example'");
  });
});

test("what a command left running in the background ends with it", async () => {
  const reference = await start("sleep 1000 & echo $! > child");
  await watchToEnd(reference);
  const child = Number(await readFile(join(directory, "run-1-1", "work", "child"), "utf8"));
  await launcher.kill(reference, { graceSeconds: 30 });
  await waitUntilEnded(child);
});

test("processes are found by all their labels, ended or not, until they are cleaned up", async () => {
  const ended = await start("true", { labels: { pool: "a", run: "1" } });
  await watchToEnd(ended);
  const running = await start("sleep 1000", { flowRunId: "run-2", labels: { pool: "a", run: "2" } });
  const find = async (labels: Record<string, string>): Promise<readonly InfrastructureReference[]> => {
    const found: InfrastructureReference[] = [];
    for await (const { reference, isRunning } of launcher.find(labels)) {
      expect(isRunning).toBe(reference.infrastructurePid === running.infrastructurePid);
      found.push(reference);
    }
    return found;
  };
  expect(await find({ pool: "a" })).toEqual([ended, running]);
  expect(await find({ pool: "a", run: "2" })).toEqual([running]);
  expect(await find({ pool: "b" })).toEqual([]);
  await launcher.cleanup(ended);
  await launcher.cleanup(ended);
  expect(await find({ pool: "a" })).toEqual([running]);
});

test("what stands in the way of a start is an error that names it and the mend", async () => {
  const configuration = { workingDirectory: join(home, "missing"), streamOutput: true };
  await expect(start("true", { configuration })).rejects.toThrow(
    `its working directory ${home}/missing does not exist`,
  );
  await writeFile(join(home, "file"), "");
  const blocked = createProcessLauncher({ directory: join(home, "file") });
  await expect(blocked.launch(request("true"))).rejects.toThrow("set PREFECT_HOME to another directory");
  expect((await stat(join(home, "file"))).size).toBe(0);
});

/** A process that nobody has collected yet has ended too. */
async function waitUntilEnded(processId: number): Promise<void> {
  while (isAlive(processId)) {
    const { stdout } = await promisify(execFile)("ps", ["-o", "stat=", "-p", String(processId)]).catch(() => ({
      stdout: "Z",
    }));
    if (stdout.trim().startsWith("Z")) return;
  }
}

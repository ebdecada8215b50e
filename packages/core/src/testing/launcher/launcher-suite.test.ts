import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { Launcher } from "../../contracts/launcher.ts";
import type { ProcessConfiguration } from "../../infrastructure/process/process-configuration.ts";
import { createProcessLauncher } from "../../infrastructure/process/process-launcher.ts";
import type { LauncherSubject } from "./launcher-subject.ts";
import { launcherSuite, type LauncherSuiteOptions } from "./launcher-suite.ts";

// Each fact has a patience of its own that says what it waited for.
jest.setTimeout(120_000);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "prefect-launcher-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const subject: LauncherSubject<ProcessConfiguration> = {
  createLauncher: () => createProcessLauncher({ directory }),
  toRequest: (launch) => ({ ...launch, configuration: { workingDirectory: null, streamOutput: true } }),
  node: [process.execPath],
  async removeByHand({ infrastructurePid }) {
    process.kill(-Number(infrastructurePid), "SIGKILL");
  },
};

const lacks: LauncherSuiteOptions<ProcessConfiguration>["lacks"] = [
  { reason: "a process of this machine is made of what is there", capabilities: ["images", "file-delivery"] },
  { reason: "the machine's memory is everybody's", capabilities: ["memory-limit"] },
  { reason: "the runner itself ends what runs for too long", capabilities: ["deadline"] },
  { reason: "a start of a process is no request over a network", capabilities: ["lost-response", "unreachable"] },
];

describe("the process launcher", () => {
  launcherSuite({ test, subject, lacks });
});

describe("the suite itself", () => {
  const collect = (given: Partial<LauncherSuiteOptions<ProcessConfiguration>> = {}) => {
    const checks = new Map<string, () => Promise<void>>();
    const told: string[] = [];
    const register = (name: string, check: () => Promise<void>) => checks.set(name, check);
    launcherSuite({ test: register, subject, lacks, tell: (line) => told.push(line), ...given });
    return { checks, told };
  };

  test("tells what does not apply, with the capability that is missing and the reason, and leaves it out", () => {
    const name = "an image that is not there is told as such, at its launch or as its exit";
    const { checks, told } = collect();
    expect(told).toContain(`does not apply: ${name} (no images: a process of this machine is made of what is there)`);
    expect(checks.has(name)).toBe(false);
  });

  test("refuses a capability that is neither there nor named as lacking, and one that is both", () => {
    const { removeByHand: _, ...without } = subject;
    expect(() => collect({ subject: without })).toThrow('name "removal" in `lacks`');
    const both = [...(lacks ?? []), { reason: "not so", capabilities: ["removal" as const] }];
    expect(() => collect({ lacks: both })).toThrow('does not lack "removal"');
  });

  test("refuses to skip what it does not have", () => {
    expect(() => collect({ skip: [{ reason: "old", tests: ["gone"] }] })).toThrow('no test "gone"');
  });

  test("fails for a launcher that starts again what has been started, and tells no lines", async () => {
    const own = await mkdtemp(join(tmpdir(), "prefect-careless-"));
    const careful = createProcessLauncher({ directory: own });
    let launches = 0;
    const createLauncher = (): Launcher<ProcessConfiguration> => ({
      ...careful,
      launch: (request) => careful.launch({ ...request, attempt: (launches += 1) }),
      async *watch(reference, options) {
        for await (const event of careful.watch(reference, options)) if (event.kind !== "output") yield event;
      },
    });
    try {
      const { checks } = collect({ subject: { ...subject, createLauncher }, patienceSeconds: 20 });
      for (const name of [
        "a second launch of the same run and attempt starts nothing, also in another process",
        "concurrent launches of the same run and attempt start one thing",
        "lines are told exactly as they were printed",
      ]) {
        await expect(checks.get(name)?.()).rejects.toThrow();
      }
      await expect(checks.get("clean-up leaves nothing, once or twice, by whoever")?.()).resolves.toBeUndefined();
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });
});

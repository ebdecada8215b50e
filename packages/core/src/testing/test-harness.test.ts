import { describe, expect, test } from "@jest/globals";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flow, getRunContext, localProcess } from "../index.ts";
import { testHarness } from "./test-harness.ts";

const calls: unknown[] = [];
const observed = localProcess({ workPool: "of-production" })(
  flow({ name: "observed" }, async (input: { rows: number[]; when: Date }) => {
    calls.push(input);
    return { ...input, tags: getRunContext().flowRun.tags };
  }),
);
const waiting = localProcess()(
  flow({ name: "waiting" }, async () => {
    const { signal } = getRunContext();
    await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  }),
);

describe("a harness that runs flows inline", () => {
  test("runs a bound flow here, on a copy of what it was given, whatever its pool", async () => {
    const harness = await testHarness();
    const input = { rows: [1, 2], when: new Date(0) };
    const result = await observed.with({ flowRunName: "first", tags: ["fast"] })(input);
    expect(result).toEqual({ ...input, tags: ["fast"] });
    expect(calls.at(-1)).toEqual(input);
    expect(calls.at(-1)).not.toBe(input);
    expect(await harness.runs()).toMatchObject([
      { flowName: "observed", name: "first", tags: ["fast"], state: { name: "Completed" } },
    ]);
    await harness[Symbol.asyncDispose]();
  });

  test("makes a flow fail when it is told to", async () => {
    const harness = await testHarness();
    harness.fail(observed, new RangeError("out of range"));
    await expect(observed({ rows: [], when: new Date() })).rejects.toThrow("out of range");
    expect(await harness.runs()).toMatchObject([{ state: { type: "FAILED" } }]);
    await harness[Symbol.asyncDispose]();
  });

  test("ends what still runs when it is disposed", async () => {
    const harness = await testHarness();
    const future = await waiting.submit();
    await harness[Symbol.asyncDispose]();
    await expect(future.result()).rejects.toThrow("cancelled");
  });

  test("is not led out by settings of the project or the environment", async () => {
    const project = await mkdtemp(join(tmpdir(), "prefect-project-"));
    await writeFile(join(project, "prefect.toml"), '[api]\nurl = "http://127.0.0.1:9/api"\n');
    const directory = process.cwd();
    process.chdir(project);
    try {
      const harness = await testHarness();
      await observed({ rows: [], when: new Date() });
      expect(await harness.runs()).toHaveLength(1);
      await harness[Symbol.asyncDispose]();
    } finally {
      process.chdir(directory);
      await rm(project, { recursive: true });
    }
  });
});

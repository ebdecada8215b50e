import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { listStateTypes } from "../harness/flow-run-states.ts";
import { createPackedProject, type Project } from "../harness/project.ts";
import { mustRun } from "../harness/run-command.ts";

/** The script of a user: a flow that is not exported, called at top level. */
const script = `import { appendFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { flow, localProcess } from "prefect-core";

appendFileSync(new URL("top-level.log", import.meta.url), "ran\\n");

const scale = localProcess()(
  flow(async function scale(value: Map<string, number> | Float64Array | Error) {
    if (value instanceof Map) return new Map([...value].map(([key, count]) => [key, count * 2]));
    return value instanceof Error ? new RangeError(value.message, { cause: value }) : value.map((count) => count * 2);
  }),
);
for (const value of [new Map([["a", 1]]), Float64Array.of(1.5, -0, Number.NaN), new Error("lost")]) {
  console.log("equal:", isDeepStrictEqual(await scale(value as Error), await scale.local(value as Error)));
}
`;

describe("prefect-core installed from its packed tarball", () => {
  let project: Project;

  beforeAll(async () => {
    project = await createPackedProject();
    await project.write({ "scale.ts": script });
  }, 300_000);

  afterEach(() => rm(path.join(project.directory, "top-level.log"), { force: true }));
  afterAll(() => project.remove());

  test("a TypeScript script gets the local results from other processes, and its top-level code runs once", async () => {
    const outcome = await project.node(["scale.ts"]);
    expect({ ...outcome, equal: equalLines(outcome.stdout) }).toMatchObject({ exitCode: 0, equal: [true, true, true] });
    expect(await readFile(path.join(project.directory, "top-level.log"), "utf8")).toBe("ran\n");
  });

  test("so does the same script compiled to JavaScript", async () => {
    const tsc = path.resolve("node_modules/.bin/tsc");
    const options = ["--module", "nodenext", "--target", "es2023", "--sourceMap", "--outDir", "out", "--noCheck"];
    await mustRun([tsc, ...options, "scale.ts"], { cwd: project.directory });
    const outcome = await project.node(["out/scale.js"]);
    expect({ ...outcome, equal: equalLines(outcome.stdout) }).toMatchObject({ exitCode: 0, equal: [true, true, true] });
    expect(await readFile(path.join(project.directory, "out/top-level.log"), "utf8")).toBe("ran\n");
  });

  test("every run, remote and local, is known to the command line and completed", async () => {
    expect(await listStateTypes(project)).toEqual(Array.from({ length: 12 }, () => "COMPLETED"));
  });
});

function equalLines(stdout: string): boolean[] {
  return [...stdout.matchAll(/^equal: (true|false)$/gm)].map(([, answer]) => answer === "true");
}

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { projectFiles, shapeCases } from "./fixtures/all-shape-cases.ts";

const run = promisify(execFile);
const names = Object.keys(shapeCases);
const fixtures = join(import.meta.dirname, "fixtures");
const sources = join(import.meta.dirname, "..");

interface Submitted {
  readonly error?: { readonly name: string; readonly message: string };
}

let root: string;
let submitted: Record<string, Submitted>;
let results: Record<
  string,
  { readonly result?: unknown; readonly tripped?: readonly string[]; readonly error?: string }
>;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "flow-shapes-")));
  for (const [name, shape] of Object.entries(shapeCases)) {
    for (const [path, source] of Object.entries(projectFiles(shape))) {
      const file = join(root, name, "project", path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, source);
    }
    await mkdir(join(root, name, "remote"), { recursive: true });
    const engine = await readFile(join(fixtures, "stand-in-engine.mjs"), "utf8");
    await writeFile(join(root, name, "remote", "engine.mjs"), engine.replaceAll("../../", `${sources}/`));
  }
  const installed = join(root, "node_modules", "prefect-core");
  await mkdir(installed, { recursive: true });
  await writeFile(
    join(installed, "package.json"),
    '{ "name": "prefect-core", "type": "module", "exports": "./index.js" }',
  );
  await writeFile(
    join(installed, "index.js"),
    `export * from ${JSON.stringify(join(fixtures, "stand-in-core.ts"))};\n`,
  );

  submitted = await report("submit-cases.ts", names);
  await rm(installed, { recursive: true });
  results = await report(
    "run-cases.ts",
    names.filter((name) => submitted[name]?.error === undefined),
  );
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

async function report<T>(script: string, cases: readonly string[]): Promise<T> {
  const { stdout } = await run(process.execPath, ["--no-warnings", join(fixtures, script), root, ...cases], {
    cwd: root,
  });
  return JSON.parse(stdout) as T;
}

describe("a flow runs elsewhere without its caller's statements", () => {
  test.each(names)("%s", (name) => {
    expect(submitted[name]?.error).toBeUndefined();
    expect(results[name]).toEqual({ result: shapeCases[name]?.expected, tripped: [] });
  });
});

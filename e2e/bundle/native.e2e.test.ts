import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createProject, type Project } from "../harness/project.ts";
import { runCommand } from "../harness/run-command.ts";

const nativePackages = path.join(import.meta.dirname, "native");

let project: Project;

beforeAll(async () => {
  project = await createProject();
});
afterAll(() => project.remove());

describe.each(["process", "container"])("in a %s, from a layer and not from where it was submitted,", (place) => {
  test("sharp and better-sqlite3 are their true selves", async () => {
    const { exitCode, stdout, stderr } = await runCommand(
      [process.execPath, "--disable-warning=ExperimentalWarning", "uses.ts", place],
      {
        cwd: nativePackages,
        timeoutSeconds: 200,
        env: {
          PREFECT_HOME: project.home,
          PREFECT_RUNNER_IMAGE: process.env["PREFECT_TEST_IMAGE"] ?? "",
          DOCKER_HOST: process.env["PREFECT_TEST_DOCKER_HOST"] ?? "",
        },
      },
    );
    expect(exitCode === 0 ? "" : stdout + stderr).toBe("");
    expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
      answer: { total: 6, width: 7 },
      isFromHere: false,
      packages: expect.arrayContaining([
        expect.stringMatching(/^sharp@/),
        expect.stringMatching(/^better-sqlite3@13\./),
        expect.stringMatching(/^@img\/sharp-linux/),
      ]),
    });
  }, 220_000);
});

test("the layer lies once in storage, and once in the cache, though two runs used it", async () => {
  const keptIn = async (directory: string): Promise<string[]> => {
    const names = await readdir(path.join(project.home, directory));
    return names.filter((name) => name.endsWith(".tar.gz"));
  };
  expect(await keptIn("storage/layers")).toHaveLength(1);
  expect(await keptIn("cache/layers")).toHaveLength(1);
});

test("a native package without a binary inside is refused by name, with the version that would do, before a run exists", async () => {
  const version = "12.11.1";
  const integrity = "sha512-dq9AtApgg5PGFtBzPFSBl3HZQjHok5gaQCM6zh2Yk0aSmDCs1CbnVI8/HgASQkNKsWFpseIO9beg5xxpYhbIfA==";
  const manifest = { name: "better-sqlite3", version, main: "index.js", dependencies: { bindings: "^1.5.0" } };
  await project.write({
    "package-lock.json": JSON.stringify({
      lockfileVersion: 3,
      packages: { "": {}, "node_modules/better-sqlite3": { version, integrity } },
    }),
    "node_modules/better-sqlite3/package.json": JSON.stringify(manifest),
    "node_modules/better-sqlite3/index.js": "module.exports = class {};",
    "main.ts": `import { flow, localProcess } from "prefect-core";
import Database from "better-sqlite3";
const count = localProcess()(flow(async function count() { return new Database(":memory:"); }));
try {
  await count();
} catch (error) {
  console.log(error.name + ": " + error.message);
}`,
  });
  const { stdout } = await project.node(["main.ts"], { timeoutSeconds: 120 });
  expect(stdout).toMatch(/^ExternalPackageError: Flow 'count' uses packages that cannot be sent along to linux/);
  expect(stdout).toMatch(
    /better-sqlite3@12\.11\.1: it has no binary inside .*; \d\S+ has one inside: install better-sqlite3@\d/,
  );
  expect(JSON.parse(await project.prefect("flow-run", "ls", "--flow-name", "count", "--output", "json"))).toEqual([]);
}, 130_000);

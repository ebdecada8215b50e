import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { checkLayout } from "./layout/layout-rules.ts";

const trees: string[] = [];

afterEach(async () => {
  await Promise.all(trees.splice(0).map((tree) => rm(tree, { recursive: true, force: true })));
});

/** Writes a repository with `files` and gives its problems as the script prints them. */
async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = await mkdtemp(path.join(tmpdir(), "layout-"));
  trees.push(root);
  for (const [file, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), content);
  }
  return (await checkLayout(root)).map(({ file, line, message }) => `${file}:${line}  ${message}`);
}

const core = { "packages/core/package.json": `{ "name": "prefect-core" }` };
const docker = { "packages/docker/package.json": `{ "name": "prefect-docker" }` };
const dockerFiles = Object.fromEntries(
  [
    "index.ts",
    "plugin.ts",
    "storage.ts",
    "docker.ts",
    "docker-job-template.ts",
    "docker-launcher.ts",
    "docker-client.ts",
    "to-container.ts",
    "map-docker-status.ts",
  ].map((name) => [`packages/docker/src/${name}`, "export {};\n"]),
);

describe("rooms of the core", () => {
  test("imports may run downwards, and tests and their fixtures may import anything", async () => {
    const problems = await problemsOf({
      ...core,
      "packages/core/src/cli/run.ts": `import { load } from "../storage/load.ts";\nexport const run = load;\n`,
      "packages/core/src/storage/load.ts": `export const load = 1;\n`,
      "packages/core/src/storage/fixtures/loaded.ts": `import "../../cli/run.ts";\n`,
      "packages/core/src/storage/load.test.ts": `import { run } from "../cli/run.ts";\nrun;\n`,
    });
    expect(problems).toEqual([]);
  });

  test.each([
    ["storage", "engine", "imports run downwards only"],
    ["engine", "bundle", "rooms in one group do not import each other"],
    ["worker", "testing", "what is published for tests is not part of the product's own code"],
  ])("%s may not import %s, types included", async (from, to, reason) => {
    const problems = await problemsOf({
      ...core,
      [`packages/core/src/${from}/a.ts`]: `\nimport type { B } from "../${to}/b.ts";\nexport type A = B;\n`,
      [`packages/core/src/${to}/b.ts`]: `export type B = 1;\n`,
    });
    expect(problems).toEqual([`packages/core/src/${from}/a.ts:2  \`${from}\` imports \`${to}\`: ${reason}`]);
  });

  test("a launcher may not know storage, though its room may", async () => {
    const imports = `import { b } from "../storage/b.ts";\nexport const a = b;\n`;
    const problems = await problemsOf({
      ...core,
      "packages/core/src/infrastructure/find.ts": imports,
      "packages/core/src/infrastructure/process-launcher.ts": imports,
      "packages/core/src/storage/b.ts": `export const b = 1;\n`,
    });
    expect(problems).toEqual([
      expect.stringMatching(/^packages\/core\/src\/infrastructure\/process-launcher.ts:1 .*knows no bundle, storage/),
    ]);
  });

  test("a folder that is no room is named", async () => {
    const problems = await problemsOf({ ...core, "packages/core/src/shared/a.ts": "export {};\n" });
    expect(problems).toEqual([
      expect.stringContaining("packages/core/src/shared/a.ts:1  the folder `shared` is no room"),
    ]);
  });
});

describe("packages", () => {
  test("the core imports neither a package of the workspace nor a cloud SDK", async () => {
    const problems = await problemsOf({
      ...core,
      ...docker,
      ...dockerFiles,
      "packages/core/src/engine/a.ts": `export * from "prefect-docker";\nexport * from "@aws-sdk/client-s3";\n`,
    });
    expect(problems).toEqual([
      "packages/core/src/engine/a.ts:1  imports `prefect-docker`: the core imports no package of the workspace",
      "packages/core/src/engine/a.ts:2  imports `@aws-sdk/client-s3`: the core imports no cloud SDK",
    ]);
  });

  test("a plugin imports the provider entry, and the testing entry in its tests", async () => {
    const files = { ...core, ...docker, ...dockerFiles };
    const problems = await problemsOf({
      ...files,
      "packages/docker/src/docker.ts": `import "prefect-core/provider";\nimport "prefect-core";\n`,
      "packages/docker/src/docker.test.ts": `import "prefect-core/testing";\n`,
      "packages/docker/src/plugin.ts": `import "prefect-core/testing";\n`,
    });
    expect(problems.map((problem) => problem.split(":  ")[0]?.split("  ")[0])).toEqual([
      "packages/docker/src/docker.ts:2",
      "packages/docker/src/plugin.ts:1",
    ]);
  });

  test("a plugin imports no other plugin, and an SDK only in its client", async () => {
    const problems = await problemsOf({
      ...docker,
      ...dockerFiles,
      "packages/aws/package.json": `{ "name": "prefect-aws" }`,
      ...Object.fromEntries(
        Object.entries(dockerFiles).map(([file, text]) => [file.replaceAll("docker", "aws"), text]),
      ),
      "packages/docker/src/docker-client.ts": `import "dockerode";\n`,
      "packages/docker/src/docker-launcher.ts": `import "dockerode";\nimport "prefect-aws";\n`,
    });
    expect(problems).toEqual([
      "packages/docker/src/docker-launcher.ts:1  imports `dockerode`: only a `*-client.ts` touches an SDK",
      "packages/docker/src/docker-launcher.ts:2  imports `prefect-aws`: a plugin imports no other plugin",
    ]);
  });

  test("the runner imports the runner entry and storages, never a launcher", async () => {
    const problems = await problemsOf({
      ...core,
      ...docker,
      ...dockerFiles,
      "packages/runner-image/package.json": `{ "name": "prefect-runner" }`,
      "packages/runner-image/src/main.ts": `import "prefect-core/runner";\nimport("prefect-docker/storage");\nimport "prefect-docker";\n`,
    });
    expect(problems).toEqual([
      expect.stringMatching(/^packages\/runner-image\/src\/main.ts:3 {2}imports `prefect-docker`/),
    ]);
  });

  test("a relative import does not leave its package", async () => {
    const problems = await problemsOf({
      ...core,
      ...docker,
      ...dockerFiles,
      "packages/core/src/engine/a.ts": "export {};\n",
      "packages/docker/src/docker.ts": `import "../../core/src/engine/a.ts";\n`,
    });
    expect(problems).toEqual([expect.stringMatching(/^packages\/docker\/src\/docker.ts:1 .*outside its package/)]);
  });

  test("a plugin lacks no file of the common set", async () => {
    const { "packages/docker/src/docker-client.ts": _, ...rest } = dockerFiles;
    expect(await problemsOf({ ...docker, ...rest })).toEqual([
      expect.stringContaining("packages/docker/package.json:1  prefect-docker has no `docker-client.ts` in src"),
    ]);
  });
});

describe("files", () => {
  test("a cycle is told with its whole round; types and dynamic imports may point back", async () => {
    const problems = await problemsOf({
      "scripts/a.ts": `import "./b.ts";\n`,
      "scripts/b.ts": `import type { D } from "./d.ts";\nimport "./c.ts";\nexport type B = D;\n`,
      "scripts/c.ts": `import("./b.ts");\nexport * from "./a.ts";\n`,
      "scripts/d.ts": `import "./b.ts";\nexport type D = 1;\n`,
    });
    expect(problems).toEqual([
      "scripts/c.ts:2  closes an import cycle: scripts/a.ts > scripts/b.ts > scripts/c.ts > scripts/a.ts",
    ]);
  });

  test("400 lines are the limit", async () => {
    const problems = await problemsOf({
      "scripts/long.ts": "export {};\n".repeat(401),
      "scripts/fits.ts": "export {};\n".repeat(400),
    });
    expect(problems).toEqual([expect.stringContaining("scripts/long.ts:401  has 401 lines")]);
  });

  test("the main entry of the core loads nothing heavy, however far down", async () => {
    const problems = await problemsOf({
      ...core,
      "packages/core/src/index.ts": `export * from "./engine/a.ts";\n`,
      "packages/core/src/engine/a.ts": `import type { Z } from "zod";\nimport "./b.ts";\nimport("esbuild");\nexport type A = Z;\n`,
      "packages/core/src/engine/b.ts": `import { z } from "zod/v4";\nexport const b = z;\n`,
      "packages/core/src/cli.ts": `import "commander";\n`,
    });
    expect(problems).toEqual([
      "packages/core/src/engine/b.ts:1  loads `zod/v4` with `packages/core/src/index.ts` " +
        "(packages/core/src/index.ts > packages/core/src/engine/a.ts > packages/core/src/engine/b.ts): " +
        "import it dynamically at its first use",
    ]);
  });

  test("the main entry of a plugin loads no SDK", async () => {
    const problems = await problemsOf({
      ...docker,
      ...dockerFiles,
      "packages/docker/src/index.ts": `export * from "./docker-client.ts";\n`,
      "packages/docker/src/docker-client.ts": `import "dockerode";\n`,
    });
    expect(problems).toEqual([
      expect.stringMatching(/^packages\/docker\/src\/docker-client.ts:1 {2}loads `dockerode`/),
    ]);
  });

  test("the storage entry of a plugin never loads what launches, not even later", async () => {
    const problems = await problemsOf({
      "packages/aws/package.json": `{ "name": "prefect-aws" }`,
      "packages/aws/src/index.ts": "export {};\n",
      "packages/aws/src/plugin.ts": "export {};\n",
      "packages/aws/src/to-access.ts": "export {};\n",
      "packages/aws/src/storage.ts": `export const open = () => import("./s3-client.ts");\n`,
      "packages/aws/src/s3-client.ts": `import "@aws-sdk/client-s3";\nimport "@aws-sdk/client-ecs";\n`,
    });
    expect(problems).toEqual([
      "packages/aws/src/s3-client.ts:2  loads `@aws-sdk/client-ecs` with `packages/aws/src/storage.ts` " +
        "(packages/aws/src/storage.ts > packages/aws/src/s3-client.ts): a storage has no use for it",
    ]);
  });
});

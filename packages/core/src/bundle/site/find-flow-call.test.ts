import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { DefinitionSite } from "../../contracts/definition-site.ts";
import { captureDefinitionSite } from "../../engine/definition-site.ts";
import { findFlowCall } from "./find-flow-call.ts";

const run = promisify(execFile);
const require = createRequire(import.meta.url);

function flow(_fn: () => unknown): DefinitionSite {
  return captureDefinitionSite(flow);
}

function sourceOfCall(site: DefinitionSite): string {
  const { module, call } = findFlowCall({
    name: "train",
    fn: () => 1,
    options: {},
    changes: {},
    parameterNames: [],
    hasRestParameter: false,
    site,
  });
  return `${module.file}: ${module.source.slice(call.start, call.end)}`;
}

describe("in jest, which runs transformed code", () => {
  const lib = { flow };
  const wrap = (site: DefinitionSite): DefinitionSite => site;

  test.each([
    ["flow(() => 1)", flow(() => 1)],
    ["lib.flow(() => 2)", lib.flow(() => 2)],
    ["flow(() => 3)", wrap(flow(() => 3))],
  ])("%s", (source, site) => {
    expect(sourceOfCall(site)).toBe(`${import.meta.filename}: ${source}`);
  });
});

describe("in a script", () => {
  let root: string;

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), "flow-call-")));
    const capture = JSON.stringify(join(import.meta.dirname, "../../engine/definition-site.ts"));
    await mkdir(join(root, "node_modules", "capture"), { recursive: true });
    await writeFile(join(root, "node_modules/capture/package.json"), '{ "type": "module", "exports": "./index.js" }');
    await writeFile(
      join(root, "node_modules/capture/index.js"),
      `import { captureDefinitionSite } from ${capture};\nexport function flow() { console.log(JSON.stringify(captureDefinitionSite(flow))); }\n`,
    );
    await writeFile(join(root, "package.json"), '{ "type": "module" }');
    await writeFile(
      join(root, "main.ts"),
      'import { flow } from "capture";\n\ninterface Row {\n  n: number;\n}\n\nexport const train = flow(async (row: Row) => row.n);\n',
    );
    const compile = "--outDir dist --sourceMap --module nodenext --target es2022 --noCheck --ignoreConfig main.ts";
    const tsc = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
    await run(process.execPath, [tsc, ...compile.split(" ")], { cwd: root });
  }, 30_000);

  afterAll(async () => {
    await rm(root, { recursive: true });
  });

  test.each([
    ["TypeScript through node", ["main.ts"], "main.ts"],
    ["TypeScript through tsx", ["--import", pathToFileURL(require.resolve("tsx/esm")).href, "main.ts"], "main.ts"],
    ["compiled JavaScript", ["dist/main.js"], "dist/main.js"],
    ["compiled JavaScript with mapped stacks", ["--enable-source-maps", "dist/main.js"], "main.ts"],
  ])("%s", async (_, command, file) => {
    const { stdout } = await run(process.execPath, ["--no-warnings", ...command], { cwd: root });
    expect(sourceOfCall(JSON.parse(stdout) as DefinitionSite)).toMatch(`${join(root, file)}: flow(async (row`);
  });
});

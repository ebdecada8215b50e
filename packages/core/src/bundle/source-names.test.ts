import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const source = (path: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, "..", path)).href);

const script = `import { flow } from "prefect-core";
const value = 1; const rest = [value];
export const plain = flow(async (value: number) => value);
export const withDefault = flow(async (value: number = 3, { rows } = { rows: rest }) => [value, rows]);
export async function t(t: number, ...value: number[]): Promise<unknown> { return [t, value]; }
export const declared = flow(t);
const step = async (value: number): Promise<number> => value;
export const variable = flow({ retries: 1 }, step);
export const named = flow(async function value(this: unknown, value: number) { return value; });
export const viaArguments = flow(function viaArguments() { return arguments.length; });
export const wrapped = flow(((fn: (value: number) => number) => (...args: [number]) => fn(...args))((value) => value));
`;

type Names = Record<string, { readonly flowName: string | null; readonly parameterNames: readonly string[] | null }>;

let root: string;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "source-names-")));
  const installed = join(root, "node_modules", "prefect-core");
  await mkdir(installed, { recursive: true });
  await writeFile(join(installed, "package.json"), '{ "type": "module", "exports": "./index.js" }');
  await writeFile(
    join(installed, "index.js"),
    `import { createFlowFunction } from ${source("engine/create-flow.ts")};\nexport const flow = createFlowFunction(() => { throw new Error("no flow runs here"); });\n`,
  );
  await writeFile(join(root, "package.json"), '{ "type": "module" }');
  await writeFile(join(root, "flows.ts"), script);
  await writeFile(
    join(root, "main.ts"),
    `import { createBundle } from ${source("bundle/create-bundle.ts")};
    import * as flows from "./flows.ts";
    const names = {};
    for (const [name, flow] of Object.entries(flows)) {
      if (!("~flow" in flow)) continue;
      const { flowName, parameterNames } = await createBundle(flow["~flow"]);
      names[name] = { flowName, parameterNames };
    }
    console.log(JSON.stringify(names));`,
  );
});

afterAll(async () => {
  await rm(root, { recursive: true });
});

describe.each([
  ["node", []],
  ["tsx, which renames what shadows a top-level name", ["--import", pathToFileURL(require.resolve("tsx/esm")).href]],
])("names of the source under %s", (_, loader) => {
  test("are in the bundle", async () => {
    const { stdout } = await run(process.execPath, ["--no-warnings", ...loader, "main.ts"], { cwd: root });
    expect(JSON.parse(stdout) as Names).toEqual({
      plain: { flowName: null, parameterNames: ["value"] },
      withDefault: { flowName: null, parameterNames: ["value", "arg1"] },
      declared: { flowName: "t", parameterNames: ["t", "value"] },
      variable: { flowName: "step", parameterNames: ["value"] },
      named: { flowName: "value", parameterNames: ["value"] },
      viaArguments: { flowName: "viaArguments", parameterNames: null },
      wrapped: { flowName: null, parameterNames: null },
    });
  });
});

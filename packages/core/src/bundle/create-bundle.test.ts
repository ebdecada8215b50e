import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { FlowDefinition } from "../contracts/flow.ts";
import { createBundle } from "./create-bundle.ts";
import { verifyPart } from "./bundle-part.ts";

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-bundle-")));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

/** Writes a project and gives the flow that `flow(` in its main module makes, as if the module had been run. */
async function define(main: string, files: Record<string, string> = {}, project = "project"): Promise<FlowDefinition> {
  const file = join(root, project, "main.ts");
  const source = `import { flow, localProcess } from "prefect-core";\n${main}\n`;
  for (const [path, text] of Object.entries({ "package.json": "{}", "main.ts": source, ...files })) {
    await mkdir(dirname(join(root, project, path)), { recursive: true });
    await writeFile(join(root, project, path), text);
  }
  const before = source.slice(0, source.lastIndexOf("flow(")).split("\n");
  return definedAt(`Error\n    at ${file}:${before.length}:${(before.at(-1) ?? "").length + 1}`);
}

function definedAt(stack: string): FlowDefinition {
  const site = { rawPosition: null, stack };
  return { name: "train", fn: () => 1, options: {}, changes: {}, parameterNames: [], hasRestParameter: false, site };
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

const textOf = (part: { readonly bytes: Uint8Array } | null): string =>
  part === null ? "" : gunzipSync(part.bytes).toString("utf8");

describe("code that cannot travel is refused by name", () => {
  test("local variables of the code around the flow", async () => {
    const definition = await define(
      "function make(rate: number) {\n  const pool = {};\n  return flow(async () => [\n    rate,\n    pool,\n  ]);\n}",
    );
    await expect(createBundle(definition)).rejects.toMatchObject({
      name: "ClosureNotSupportedError",
      variables: [
        { name: "rate", line: 5 },
        { name: "pool", line: 6 },
      ],
    });
  });

  test("the receiver of a method", async () => {
    const definition = await define("class Jobs { make() { return flow(async () => this); } }");
    await expect(createBundle(definition)).rejects.toThrow(
      "captured what cannot be sent to another process: 'this' (line 2): it belongs to the object around the flow",
    );
  });

  test.each(["rate = 2; run = flow(async () => this.rate);", "#rate = 2; run = flow(async () => this.#rate);"])(
    "the instance that a field belongs to: %s",
    async (members) => {
      await expect(createBundle(await define(`class Jobs { ${members} }`))).rejects.toMatchObject({
        name: "ClosureNotSupportedError",
        variables: expect.arrayContaining([expect.objectContaining({ name: "this", line: 2 })]),
      });
    },
  );

  test.each([
    ["a private field", "#rate = 2; @flow() async train() { return this.#rate; }", "private members"],
    ["an accessor", "accessor rate = 2; @flow() async train() { return this.rate; }", "private members"],
    ["a connection", "@flow() async train() { return this.socket; }", "'this.socket' (line 2)"],
    [
      "state of a base",
      "@flow() async train() { return this.size; }",
      "its class extends Map, whose state is no field",
    ],
  ])("what a method is called on: %s", async (what, members, reason) => {
    const definition = await define(`class Jobs ${what === "state of a base" ? "extends Map " : ""}{ ${members} }`);
    const fn = async (): Promise<number> => 1;
    class Jobs {
      socket = what === "a connection" ? new Socket() : null;
    }
    const receiver = what === "state of a base" ? new (class extends Map {})() : new Jobs();
    const decorated = { ...definition, fn, method: { fn, receiver, isOwner: false } };
    await expect(createBundle(decorated)).rejects.toThrow(reason);
  });

  test("a decorator that is not written at its method", async () => {
    const definition = await define("const job = flow();\nclass Jobs { @job static async train() {} }");
    const fn = async (): Promise<number> => 1;
    await expect(createBundle({ ...definition, method: { fn, receiver: Map, isOwner: true } })).rejects.toThrow(
      "The decorator that made 'train' a flow is not at a method",
    );
  });

  test("what another flow returned", async () => {
    const definition = await define(
      "const load = localProcess()(flow(async () => 1));\nconst rows = await load();\nconst train = flow(async () => rows);",
    );
    await expect(createBundle(definition)).rejects.toThrow(
      `Flow 'train' uses 'rows' (${root}/project/main.ts:3), which is computed by running a flow. Pass it to 'train' as a parameter instead.`,
    );
  });

  test("a module that imports the flow's own file for what has no name there", async () => {
    const definition = await define(
      "import { work } from './work.ts';\nexport default 1;\nconst train = flow(async () => work());",
      {
        "work.ts": "import step from './main.ts'; export const work = () => step;",
      },
    );
    await expect(createBundle(definition)).rejects.toThrow(
      `flow 'train' in ${root}/project/main.ts uses ${root}/project/work.ts, which imports 'default' from ${root}/project/main.ts again`,
    );
  });

  test("a module that imports the flow's own file as a whole", async () => {
    const definition = await define("import { work } from './work.ts';\nconst train = flow(async () => work());", {
      "work.ts": "import * as main from './main.ts'; export const work = () => Object.keys(main);",
    });
    await expect(createBundle(definition)).rejects.toMatchObject({
      name: "CircularImportError",
      importer: `${root}/project/work.ts`,
    });
  });

  test("an import that is not there", async () => {
    const definition = await define("const train = flow(async () => (await import('./absent.ts')).step);");
    await expect(createBundle(definition)).rejects.toThrow('main.ts:2: Could not resolve "./absent.ts"');
  });

  test.each(["[eval1]", "file:///work/[eval1]", "REPL1", "[stdin]", "evalmachine.<anonymous>"])(
    "code without a file: %s",
    async (file) => {
      await expect(createBundle(definedAt(`Error\n    at ${file}:1:15`))).rejects.toThrow(
        "Put the flow into a file and run that, instead of 'node -e', standard input or the REPL.",
      );
    },
  );

  test("a file that was edited after it was loaded", async () => {
    const definition = await define("const train = flow(async () => 1);");
    await writeFile(join(root, "project", "main.ts"), "// emptied\n");
    await expect(createBundle(definition)).rejects.toThrow(
      "If the file was edited after it was loaded, start the script again",
    );
  });
});

describe("what may differ elsewhere is said", () => {
  const packages = {
    "step.ts": "import tiny from 'tiny'; export const step = () => tiny.step;",
    "node_modules/tiny/package.json": '{ "name": "tiny", "type": "module", "exports": "./index.js" }',
    "node_modules/tiny/index.js": "export default { step: 1 };",
    "node_modules/retrying/package.json": '{ "name": "retrying", "type": "module", "exports": "./index.js" }',
    "node_modules/retrying/index.js": "export default () => {};",
  };

  test.each([
    [
      "a function that the caller calls",
      "let rate = 1;\nfunction main() { rate = 2; }\nmain();\nconst train = flow(async () => rate);",
      "4: this statement stays behind, although it changes rate",
    ],
    [
      "a method that the caller waits for",
      "const pool = new Map();\nawait pool.set(1, 2);\nconst train = flow(async () => pool);",
      "3: this statement stays behind, although it changes pool",
    ],
    [
      "a package that the caller waits for while it is set up",
      "import tiny from 'tiny';\nawait tiny.init({});\nconst train = flow(async () => tiny.step);",
      "3: this statement stays behind, although it may set up tiny, which the flow uses: call it in a module that the flow's code imports, or inside the flow",
    ],
    [
      "a package that a function of another one is given",
      "import tiny from 'tiny';\nimport retry from 'retrying';\nretry(tiny);\nconst train = flow(async () => tiny.step);",
      "4: this statement stays behind, although it may set up retrying",
    ],
    [
      "a package that another module uses",
      "import tiny from 'tiny';\nimport { step } from './step.ts';\ntiny.extend({});\nconst train = flow(async () => step());",
      "4: this statement stays behind, although it may set up tiny",
    ],
    [
      "a computed import",
      "const name = './a.ts';\nconst train = flow(async () => await import(name));",
      "3: the module that this import() loads is known only at run time",
    ],
    [
      "the module's own place",
      "const train = flow(async () => import.meta.url);",
      "2: import.meta.url is another place",
    ],
    [
      "a file beside it that is not there",
      "const train = flow(async () => new URL('./absent.txt', import.meta.url));",
      "'./absent.txt', which it names beside itself, is no file and is not sent; see includeFiles",
    ],
    [
      "the words of the submitter's command line",
      "const [, , name] = process.argv;\nconst train = flow(async () => [name, process.argv, process.cwd()]);",
      "2: process.argv holds other words",
    ],
    [
      "the submitter's directory",
      "const home = process.cwd();\nconst train = flow(async () => home);",
      "2: process.cwd() is another directory",
    ],
    [
      "the submitter's standard input",
      "const rows = process.stdin.readableLength;\nconst train = flow(async () => rows);",
      "2: process.stdin is empty",
    ],
  ])("%s", async (_, main, warning) => {
    const { warnings } = await createBundle(await define(main, packages));
    expect(warnings).toEqual([expect.stringMatching(new RegExp(String.raw`main\.ts: ?${escape(warning)}`))]);
  });
});

test("what travels is explained: names kept, lines dropped, sizes, modules of the other side", async () => {
  const main =
    "import { sep } from 'node:path';\nimport { step } from './step.ts';\nconst unused = 1;\nconst train = flow(async () => [sep, step]);\nconsole.log(unused);";
  const { explanation } = await createBundle(await define(main, { "step.ts": "export const step = 1;" }));
  expect(explanation).toMatchObject({
    kept: ["flow", "sep", "step"],
    droppedLines: [1, 4, 6],
    captured: [],
    snapshots: [],
    sizes: [{ package: "." }],
    external: ["node:path"],
    suspectedSecrets: [],
  });
});

describe("what is sent", () => {
  test("the same project gives the same bytes in another directory", async () => {
    const files = { "lib/work.ts": "export const work = (): number => 1;" };
    const main = "import { work } from './lib/work.ts';\nconst train = flow(async () => work());";
    const [one, two] = [
      await createBundle(await define(main, files, "a")),
      await createBundle(await define(main, files, "b")),
    ];
    expect(two.code.key).toBe(one.code.key);
    expect(two.sourceMap?.key).toBe(one.sourceMap?.key);
    expect(textOf(one.code) + textOf(one.sourceMap)).not.toContain(root);
  });

  test("no word of what stays behind, in the code or in its source map", async () => {
    const bundle = await createBundle(
      await define('const token = "hunter2";\nawait fetch(token);\nconst train = flow(async () => 1);'),
    );
    expect(textOf(bundle.code) + textOf(bundle.sourceMap)).not.toContain("hunter2");
    expect(JSON.parse(textOf(bundle.sourceMap))).toMatchObject({ sources: ["main.ts"] });
  });

  test("a changed import is built anew, an unchanged one is not", async () => {
    const definition = await define("import { step } from './step.ts';\nconst train = flow(async () => step);", {
      "step.ts": "export const step = 1;",
    });
    const first = await createBundle(definition);
    expect((await createBundle(definition)).code).toBe(first.code);
    await writeFile(join(root, "project", "step.ts"), "export const step = 2;");
    await utimes(join(root, "project", "step.ts"), 1, 1);
    expect(textOf((await createBundle(definition)).code)).toContain("step = 2");
  });

  test("a changed file beside the code is built anew", async () => {
    const definition = await define("const train = flow(async () => new URL('./a.txt', import.meta.url));", {
      "a.txt": "one",
    });
    const first = await createBundle(definition);
    await writeFile(join(root, "project", "a.txt"), "other");
    expect((await createBundle(definition)).code.key).not.toBe(first.code.key);
  });

  test("included files, relative to the flow's directory", async () => {
    const definition = await define("const train = flow(async () => 1);", { "data/a.csv": "1", "data/b.csv": "2" });
    const bundle = await createBundle(definition, { includeFiles: ["data", "!b.csv"] });
    expect(bundle.includedFiles).toEqual(["data/a.csv"]);
    expect(bundle.files?.key).toMatch(/^files\/[0-9a-f]{64}\.tar\.gz$/);
  });

  test("a bare string of files is refused", async () => {
    const options = JSON.parse('{ "includeFiles": "data" }') as { includeFiles: string[] };
    await expect(createBundle(definedAt(""), options)).rejects.toThrow('must be a list of strings. Write ["data"].');
  });

  test("bytes that differ from their hash are corrupted", async () => {
    const { code } = await createBundle(await define("const train = flow(async () => 1);"));
    const content = gunzipSync(code.bytes);
    expect(() => verifyPart(content, code)).not.toThrow();
    content[0] = 0;
    expect(() => verifyPart(content, code)).toThrow(`'${code.key}' is corrupted`);
  });
});

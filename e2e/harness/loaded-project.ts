import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { transformFile } from "@swc/core";
import { createProject, type Project } from "./project.ts";
import { tsxHook } from "./shape-project.ts";

const require = createRequire(import.meta.url);

const tsconfig = {
  compilerOptions: {
    target: "es2024",
    lib: ["es2024", "esnext.decorators", "esnext.disposable"],
    module: "nodenext",
    rewriteRelativeImportExtensions: true,
    outDir: "dist",
    rootDir: "src",
    sourceMap: true,
    types: [],
    skipLibCheck: true,
  },
  include: ["src"],
};

/** How a script is run; each writes what the script prints as `answer <text>`. */
export type Loader =
  "node" | "tsx" | "tsc" | "tsc with --enable-source-maps" | "swc" | "ts-node" | "jest" | "vitest" | "minified";

/** A project with `src/main.ts` and more, that any of the usual tools may run. */
export interface LoadedProject {
  readonly project: Project;
  /** Runs `src/main.ts` and gives what it wrote as its answer. */
  answerThrough(loader: Loader): Promise<string>;
}

/** @param sources the files below `src`, of which `main.ts` exports `answer()` */
export async function createLoadedProject(sources: Readonly<Record<string, string>>): Promise<LoadedProject> {
  const project = await createProject({
    "package.json": `{ "name": "loaded", "private": true, "type": "module" }`,
    "tsconfig.json": JSON.stringify(tsconfig),
    "src/run.ts": `import { answer } from "./main.ts";\nconsole.log(\`answer \${await answer()}\`);\n`,
    ...Object.fromEntries(Object.entries(sources).map(([file, text]) => [path.join("src", file), text])),
  });
  const tools = { vitest: require.resolve("vitest/package.json"), "ts-node": require.resolve("ts-node/package.json") };
  for (const [name, manifest] of Object.entries(tools)) {
    await symlink(path.dirname(manifest), path.join(project.directory, "node_modules", name));
  }
  const run = async (args: readonly string[], env: Record<string, string> = {}): Promise<string> => {
    const { stdout, stderr } = await project.node(args, { env, timeoutSeconds: 120 });
    const answer = /^answer (.*)$/m.exec(stdout)?.[1];
    if (answer === undefined) throw new Error(`The script gave no answer:\n${stdout}${stderr}`);
    return answer;
  };
  const compileWithSwc = async (name: string): Promise<void> => {
    const file = path.join(project.directory, "src", `${name}.ts`);
    const { code, map } = await transformFile(file, {
      sourceMaps: true,
      sourceFileName: `../src/${name}.ts`,
      jsc: {
        parser: { syntax: "typescript", decorators: true },
        target: "es2024",
        transform: { decoratorVersion: "2022-03" },
      },
    });
    const text = code.replaceAll(/(from "\.[^"]*)\.ts"/g, '$1.js"');
    await project.write({
      [`swc/${name}.js`]: `${text}\n//# sourceMappingURL=${name}.js.map\n`,
      [`swc/${name}.js.map`]: map ?? "",
    });
  };

  return {
    project,
    async answerThrough(loader) {
      switch (loader) {
        case "node":
          return await run(["src/run.ts"]);
        case "tsx":
          return await run(["--import", tsxHook, "src/run.ts"]);
        case "tsc":
        case "tsc with --enable-source-maps": {
          await project.node([
            require.resolve("typescript/package.json").replace("package.json", "bin/tsc"),
            "-p",
            ".",
          ]);
          return await run([...(loader === "tsc" ? [] : ["--enable-source-maps"]), "dist/run.js"]);
        }
        case "swc":
          await Promise.all(["run", ...Object.keys(sources).map((file) => path.parse(file).name)].map(compileWithSwc));
          return await run(["swc/run.js"]);
        case "ts-node":
          return await run(["--no-warnings", "--loader", "ts-node/esm", "src/run.ts"], {
            TS_NODE_TRANSPILE_ONLY: "1",
            TS_NODE_COMPILER: require.resolve("@typescript/typescript6"),
          });
        case "minified":
          await minify(project.directory);
          return await run(["minified/main.mjs"]);
        case "jest":
        case "vitest":
          return await answerOfTest(project, loader);
      }
    },
  };
}

async function minify(directory: string): Promise<void> {
  const core = require.resolve("prefect-core/package.json");
  const { build } = createRequire(core)("esbuild") as { build(options: object): Promise<unknown> };
  await build({
    absWorkingDir: directory,
    entryPoints: ["src/run.ts"],
    outfile: "minified/main.mjs",
    bundle: true,
    minify: true,
    sourcemap: true,
    format: "esm",
    platform: "node",
    packages: "external",
  });
}

const testCommands = {
  vitest: ["node_modules/vitest/vitest.mjs", "run", "--root", "."],
  jest: [
    "--experimental-vm-modules",
    require.resolve("jest/package.json").replace("package.json", "bin/jest.js"),
    "--rootDir=.",
    "--watchman=false",
    "--runInBand",
  ],
};

const jestConfig = {
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    [String.raw`\.ts$`]: [
      require.resolve("@swc/jest"),
      { jsc: { parser: { syntax: "typescript" }, target: "es2024" } },
    ],
  },
};

async function answerOfTest(project: Project, runner: keyof typeof testCommands): Promise<string> {
  const file = path.join(project.directory, `${runner}.txt`);
  await project.write({
    "src/main.test.ts": `import { writeFileSync } from "node:fs";
${runner === "vitest" ? 'import { test } from "vitest";' : ""}
import { answer } from "./main.ts";
test("answers", async () => writeFileSync(${JSON.stringify(file)}, await answer()), 60_000);
`,
    "jest.config.json": JSON.stringify(jestConfig),
  });
  const outcome = await project.node(testCommands[runner], { timeoutSeconds: 120 });
  return await readFile(file, "utf8").catch(() => {
    throw new Error(`The test gave no answer:\n${outcome.stdout}${outcome.stderr}`);
  });
}

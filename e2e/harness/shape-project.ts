import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { projectFiles } from "../../packages/core/src/bundle/fixtures/all-shape-cases.ts";
import type { ShapeCase } from "../../packages/core/src/bundle/fixtures/shape-cases.ts";
import { createProject } from "./project.ts";

/** What `--import` loads to run TypeScript through tsx. */
export const tsxHook = pathToFileURL(createRequire(import.meta.url).resolve("tsx/esm")).href;

const packages = path.resolve(import.meta.dirname, "../../packages");
const submitter = path.resolve(import.meta.dirname, "../bundle/flows/submit-shapes.ts");

/** A directory with one project for each shape. */
export interface ShapeProject {
  /** Runs the flows of the named shapes, and gives what each returned or how it failed, by name. */
  run(infrastructure: "process" | "docker", names: readonly string[]): Promise<Record<string, unknown>>;
  remove(): Promise<void>;
}

export interface ShapeProjectOptions {
  /** What loads the scripts' TypeScript. Default: Node.js itself. */
  readonly loader?: "node" | "tsx";
}

export async function createShapeProject(
  cases: Readonly<Record<string, ShapeCase>>,
  { loader = "node" }: ShapeProjectOptions = {},
): Promise<ShapeProject> {
  const project = await createProject();
  await symlink(path.join(packages, "docker"), path.join(project.directory, "node_modules/prefect-docker"));
  const scripts = new Map<string, string>();
  const nodeOptions = loader === "tsx" ? ["--import", tsxHook] : [];
  for (const [index, [name, shape]] of Object.entries(cases).entries()) {
    const directory = path.join(project.directory, `shape-${index}`);
    for (const [file, text] of Object.entries(projectFiles(shape))) {
      const target = path.join(directory, file);
      await mkdir(path.dirname(target), { recursive: true });
      const keeps = file === "main.ts" ? `(globalThis as any).handle = ${shape.handle ?? "target"};\n` : "";
      await writeFile(target, text + keeps);
    }
    scripts.set(name, path.join(directory, "main.ts"));
  }
  return {
    async run(infrastructure, names) {
      const answersFile = path.join(project.directory, "answers.json");
      const wanted = names.map((name) => scripts.get(name) ?? "");
      const outcome = await project.node([...nodeOptions, submitter, infrastructure, answersFile, ...wanted], {
        timeoutSeconds: 580,
        env: {
          SHAPE_INFRASTRUCTURE: infrastructure,
          PREFECT_RUNNER_IMAGE: process.env["PREFECT_TEST_IMAGE"] ?? "",
          DOCKER_HOST: process.env["PREFECT_TEST_DOCKER_HOST"] ?? "",
        },
      });
      const text = await readFile(answersFile, "utf8").catch(() => {
        throw new Error(`The submitter wrote no answers:\n${outcome.stdout}${outcome.stderr}`);
      });
      const answers = JSON.parse(text) as Record<string, unknown>;
      return Object.fromEntries(names.map((name) => [name, answers[scripts.get(name) ?? ""]]));
    },
    remove: () => project.remove(),
  };
}

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type ModuleImport, readModuleImports } from "./module-imports.ts";

/** A TypeScript file of the repository; its path is relative to the root, with `/` between its parts. */
export interface SourceFile {
  readonly path: string;
  readonly lineCount: number;
  readonly imports: readonly ModuleImport[];
  /** Whether it is a test, or in the `fixtures` folder of some. */
  readonly isTest: boolean;
}

export interface WorkspacePackage {
  /** `packages/core` */
  readonly directory: string;
  /** `prefect-core` */
  readonly name: string;
}

/** Everything that the layout rules look at. */
export interface SourceTree {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly packages: readonly WorkspacePackage[];
}

const topDirectories = ["packages", "scripts", "examples", "e2e", "benchmarks"];
const leftOut = new Set(["node_modules", "dist"]);

export async function loadSourceTree(root: string): Promise<SourceTree> {
  const files = new Map<string, SourceFile>();
  const packages: WorkspacePackage[] = [];
  for (const directory of topDirectories) {
    for (const file of await filesBelow(root, directory)) {
      const text = (): Promise<string> => readFile(path.join(root, file), "utf8");
      if (file.endsWith(".ts")) files.set(file, toSourceFile(file, await text()));
      if (/^packages\/[^/]+\/package\.json$/.test(file)) {
        const { name } = JSON.parse(await text()) as { name: string };
        packages.push({ directory: path.posix.dirname(file), name });
      }
    }
  }
  return { files, packages };
}

/** The file that a relative import names, if it is part of the tree. */
export function resolveImport(tree: SourceTree, from: SourceFile, specifier: string): SourceFile | null {
  if (!specifier.startsWith(".")) return null;
  return tree.files.get(path.posix.join(path.posix.dirname(from.path), specifier)) ?? null;
}

/** The package that a file belongs to, if it belongs to one. */
export function packageOf(tree: SourceTree, file: SourceFile): WorkspacePackage | null {
  return tree.packages.find(({ directory }) => file.path.startsWith(`${directory}/`)) ?? null;
}

function toSourceFile(file: string, text: string): SourceFile {
  return {
    path: file,
    lineCount: text.trimEnd().split("\n").length,
    imports: readModuleImports(file, text),
    isTest: /\.(test|test-d)\.ts$|\/fixtures\//.test(file),
  };
}

async function filesBelow(root: string, directory: string): Promise<string[]> {
  const entries = await readdir(path.join(root, directory), { withFileTypes: true }).catch(() => []);
  const nested = entries.map(async (entry): Promise<string[]> => {
    const name = path.posix.join(directory, entry.name);
    if (!entry.isDirectory()) return [name];
    return leftOut.has(entry.name) ? [] : filesBelow(root, name);
  });
  return (await Promise.all(nested)).flat().sort();
}

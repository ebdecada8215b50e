import { isCloudSdk } from "./cloud-sdk.ts";
import type { LayoutProblem } from "./layout-problem.ts";
import { resolveImport, type SourceFile, type SourceTree } from "./source-tree.ts";

const heavyForCore = new Set(["esbuild", "oxc-parser", "zod", "commander", "cli-table3", "node:sqlite"]);

/** `import "prefect-core"` loads no bundler, database, schema library or command line; a plugin's, no SDK. */
export function checkLightEntries(tree: SourceTree): LayoutProblem[] {
  return tree.packages.flatMap(({ directory }) => {
    const entry = tree.files.get(`${directory}/src/index.ts`);
    if (entry === undefined) return [];
    const isHeavy = directory === "packages/core" ? (name: string) => heavyForCore.has(packageName(name)) : isCloudSdk;
    return checkEntry(tree, entry, isHeavy);
  });
}

function checkEntry(tree: SourceTree, entry: SourceFile, isHeavy: (specifier: string) => boolean): LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  const reached = new Map<SourceFile, SourceFile | null>([[entry, null]]);
  for (const file of reached.keys()) {
    for (const { specifier, line, kind } of file.imports) {
      if (kind !== "static") continue;
      if (isHeavy(specifier)) {
        const way = wayTo(file, reached).join(" > ");
        const message = `loads \`${specifier}\` with \`${entry.path}\` (${way}): import it dynamically at its first use`;
        problems.push({ file: file.path, line, message });
      }
      const target = resolveImport(tree, file, specifier);
      if (target !== null && !reached.has(target)) reached.set(target, file);
    }
  }
  return problems;
}

function wayTo(file: SourceFile, reached: ReadonlyMap<SourceFile, SourceFile | null>): string[] {
  const way: string[] = [];
  for (let at: SourceFile | null = file; at !== null; at = reached.get(at) ?? null) way.unshift(at.path);
  return way;
}

function packageName(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

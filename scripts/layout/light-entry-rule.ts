import { isCloudSdk } from "./cloud-sdk.ts";
import type { LayoutProblem } from "./layout-problem.ts";
import { resolveImport, type SourceFile, type SourceTree } from "./source-tree.ts";

const heavyForCore = new Set(["esbuild", "oxc-parser", "zod", "commander", "cli-table3", "node:sqlite"]);

/** Client libraries of services that launchers speak to. */
const launcherSdk = /^@aws-sdk\/client-(ecs|ec2|cloudwatch-logs)$|^@google-cloud\/(run|aiplatform)$|^@azure\/arm-/;

/**
 * `import "prefect-core"` loads no bundler, database, schema library or command line; a plugin's entries, no SDK; and
 * what opens a plugin's storage never loads what launches, not even later.
 */
export function checkLightEntries(tree: SourceTree): LayoutProblem[] {
  return tree.packages.flatMap(({ directory }) => {
    const entry = (name: string): SourceFile | undefined => tree.files.get(`${directory}/src/${name}.ts`);
    if (directory === "packages/core") {
      return checkEntry(tree, entry("index"), { isHeavy: (name) => heavyForCore.has(packageName(name)) });
    }
    return [
      ...["index", "plugin", "storage"].flatMap((name) => checkEntry(tree, entry(name), { isHeavy: isCloudSdk })),
      ...checkEntry(tree, entry("storage"), {
        isHeavy: (name) => launcherSdk.test(packageName(name)) || name.endsWith("-launcher.ts"),
        isEver: true,
      }),
    ];
  });
}

interface Weight {
  isHeavy(specifier: string): boolean;
  /** Whether dynamic imports count as well. */
  readonly isEver?: boolean;
}

function checkEntry(tree: SourceTree, entry: SourceFile | undefined, { isHeavy, isEver }: Weight): LayoutProblem[] {
  if (entry === undefined) return [];
  const problems: LayoutProblem[] = [];
  const mend = isEver === true ? "a storage has no use for it" : "import it dynamically at its first use";
  const reached = new Map<SourceFile, SourceFile | null>([[entry, null]]);
  for (const file of reached.keys()) {
    for (const { specifier, line, kind } of file.imports) {
      if (kind !== "static" && !(isEver === true && kind === "dynamic")) continue;
      if (isHeavy(specifier)) {
        const way = wayTo(file, reached).join(" > ");
        const message = `loads \`${specifier}\` with \`${entry.path}\` (${way}): ${mend}`;
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

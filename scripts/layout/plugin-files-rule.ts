import path from "node:path";
import type { LayoutProblem } from "./layout-problem.ts";
import type { SourceTree } from "./source-tree.ts";

/** Plugins of clouds that keep objects; Docker and Kubernetes have no store of their own. */
const withStorage = new Set(["packages/aws", "packages/gcp", "packages/azure"]);
const notPlugins = new Set(["packages/core", "packages/runner-image", "packages/emulators"]);

/** Every plugin has the same shape, so that whoever knows one knows all. */
export function checkPluginFiles(tree: SourceTree): LayoutProblem[] {
  return tree.packages.flatMap(({ directory, name }) => {
    if (notPlugins.has(directory)) return [];
    return missingFiles(fileNames(tree, directory), withStorage.has(directory)).map((missing) => ({
      file: `${directory}/package.json`,
      line: 1,
      message: `${name} has no \`${missing}\` in src: every plugin has the same set of files`,
    }));
  });
}

function missingFiles(names: ReadonlySet<string>, needsStorage: boolean): string[] {
  const common = ["index.ts", "plugin.ts", ...(needsStorage ? ["storage.ts"] : [])];
  const missing = common.filter((required) => !names.has(required));
  const infrastructures = [...names].flatMap((name) => /^(.+)-launcher\.ts$/.exec(name)?.[1] ?? []);
  if (infrastructures.length === 0 && !needsStorage) missing.push("<infrastructure>-launcher.ts");
  for (const infrastructure of infrastructures) {
    const required = ["X.ts", "X-job-template.ts", "X-client.ts", "map-X-status.ts"];
    missing.push(...required.map((file) => file.replace("X", infrastructure)).filter((file) => !names.has(file)));
  }
  if (![...names].some((name) => /^to-.+\.ts$/.test(name))) missing.push("to-<resource>.ts");
  return missing;
}

function fileNames(tree: SourceTree, directory: string): Set<string> {
  const files = [...tree.files.values()].filter((file) => !file.isTest && file.path.startsWith(`${directory}/src/`));
  return new Set(files.map((file) => path.posix.basename(file.path)));
}

import { isCloudSdk } from "./cloud-sdk.ts";
import type { LayoutProblem } from "./layout-problem.ts";
import { packageOf, type SourceFile, type SourceTree, type WorkspacePackage } from "./source-tree.ts";

/** Which package may import which: the core none, a plugin the core's contracts, the runner what it needs in a container. */
export function checkPackages(tree: SourceTree): LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  for (const file of tree.files.values()) {
    const owner = packageOf(tree, file);
    if (owner === null || owner.directory === "packages/emulators") continue;
    for (const { specifier, line } of file.imports) {
      const message = specifier.startsWith(".")
        ? leavesPackage(owner, file, specifier)
        : forbiddenPackage(tree, owner, file, specifier);
      if (message !== null) problems.push({ file: file.path, line, message });
    }
  }
  return problems;
}

function leavesPackage(owner: WorkspacePackage, file: SourceFile, specifier: string): string | null {
  const target = new URL(specifier, `file:///${file.path}`).pathname.slice(1);
  if (target.startsWith(`${owner.directory}/`)) return null;
  // How packages are built is said once, at the root.
  if (!target.includes("/") && !file.path.startsWith(`${owner.directory}/src/`)) return null;
  return `imports \`${specifier}\` outside its package: use the other package by its name`;
}

function forbiddenPackage(
  tree: SourceTree,
  owner: WorkspacePackage,
  file: SourceFile,
  specifier: string,
): string | null {
  const target = tree.packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  if (owner.directory === "packages/core") {
    if (target !== undefined) return `imports \`${specifier}\`: the core imports no package of the workspace`;
    return isCloudSdk(specifier) ? `imports \`${specifier}\`: the core imports no cloud SDK` : null;
  }
  if (owner.directory === "packages/runner-image" && target !== undefined) {
    if (specifier === "prefect-core/runner" || specifier.endsWith("/storage")) return null;
    return `imports \`${specifier}\`: the runner imports only \`prefect-core/runner\` and the \`/storage\` entry of plugins`;
  }
  if (target !== undefined) return forbiddenInPlugin(target, file, specifier);
  if (!isCloudSdk(specifier) || file.isTest || file.path.endsWith("-client.ts")) return null;
  return `imports \`${specifier}\`: only a \`*-client.ts\` touches an SDK`;
}

function forbiddenInPlugin(target: WorkspacePackage, file: SourceFile, specifier: string): string | null {
  if (target.directory === "packages/emulators" && file.isTest) return null;
  if (target.directory !== "packages/core") return `imports \`${specifier}\`: a plugin imports no other plugin`;
  if (specifier === "prefect-core/provider") return null;
  if (specifier === "prefect-core/nested" && file.path.endsWith("/src/submitter.ts")) return null;
  if (specifier === "prefect-core/testing" && file.isTest) return null;
  return `imports \`${specifier}\`: a plugin imports only \`prefect-core/provider\`, and its tests \`prefect-core/testing\``;
}

import { checkCycles } from "./cycle-rule.ts";
import type { LayoutProblem, LayoutRule } from "./layout-problem.ts";
import { checkLightEntries } from "./light-entry-rule.ts";
import { checkPackages } from "./package-rule.ts";
import { checkPluginFiles } from "./plugin-files-rule.ts";
import { checkRooms } from "./room-rule.ts";
import { checkSizes } from "./size-rule.ts";
import { loadSourceTree } from "./source-tree.ts";

const rules: readonly LayoutRule[] = [
  checkRooms,
  checkPackages,
  checkCycles,
  checkSizes,
  checkLightEntries,
  checkPluginFiles,
];

/** Applies every layout rule to the repository at `root`. */
export async function checkLayout(root: string): Promise<LayoutProblem[]> {
  const tree = await loadSourceTree(root);
  return rules.flatMap((rule) => rule(tree));
}
